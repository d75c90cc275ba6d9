import test from 'ava';
import {toTestEmulator} from '../emulator/start-emulator.ts';
import {createPlace, exitOf, type Place, see} from '../pty/start-dxtop.ts';

interface Workflow {
  readonly id: string;
  /** The IDs of its stages: FastQC, STAR align and MultiQC. */
  readonly stages: readonly string[];
}

const findWorkflow = async ({emulator}: Place): Promise<Workflow> => {
  const api = toTestEmulator(emulator);
  const {body} = await api.call('system/findDataObjects', {name: 'rnaseq_quick'});
  const id = (body.results as {id: string}[])[0]?.id ?? '';
  const {stages} = (await api.get(`${id}/describe`)) as unknown as {stages: {id: string}[]};
  return {id, stages: stages.map((stage) => stage.id)};
};

const runsOf = ({control}: Place) =>
  control
    .requests()
    .filter(({method}) => method === 'run')
    .map(({body}) => body as Readonly<Record<string, unknown>>);

test('a workflow takes the inputs of its stages by ID, name or number, and prints the ID of the analysis', async (t) => {
  const place = await createPlace(t);
  const {id, stages} = await findWorkflow(place);
  const done = await place.run([
    ...[
      'run',
      id,
      '-y',
      '-i',
      'FastQC.sample=HG003',
      '-i',
      '1.sample=HG004',
      '-i',
      `${stages[0] ?? ''}.seconds=1`,
    ],
    ...['--name', 'quick', '--ignore-reuse', '--debug-on', 'AppError'],
  ]);
  t.is(done.code, 0, done.stderr);
  t.regex(done.stdout, /^analysis-\w{24}\n$/);
  const [request, ...more] = runsOf(place);
  t.deepEqual(more, []);
  t.like(request, {
    input: {
      [`${stages[0] ?? ''}.sample`]: 'HG003',
      [`${stages[0] ?? ''}.seconds`]: 1,
      [`${stages[1] ?? ''}.sample`]: 'HG004',
    },
    name: 'quick',
    ignoreReuse: ['*'],
    allowSSH: ['127.0.0.1'],
    debug: {debugOn: ['AppError']},
  });
  t.is(place.control.findJob('quick'), done.stdout.trim());
});

test('an analysis runs again, and takes other inputs for its stages', async (t) => {
  const place = await createPlace(t);
  const {id, stages} = await findWorkflow(place);
  const first = await place.run(['run', id, '-y', '-i', '0.sample=HG003', '--name', 'quick']);
  t.is(first.code, 0, first.stderr);
  const again = await place.run([
    'run',
    '--clone',
    first.stdout.trim(),
    '-y',
    '-i',
    'STAR align.sample=HG005',
  ]);
  t.is(again.code, 0, again.stderr);
  const [, request] = runsOf(place);
  t.like(request, {input: {[`${stages[1] ?? ''}.sample`]: 'HG005'}, name: 'quick (re-run)'});
  const api = toTestEmulator(place.emulator);
  const described = (await api.get(`${again.stdout.trim()}/describe`)) as unknown as {
    stages: readonly {execution: {input: Readonly<Record<string, unknown>>}}[];
  };
  t.deepEqual(
    described.stages.slice(0, 2).map(({execution}) => execution.input['sample']),
    ['HG003', 'HG005'],
  );
});

test('what a workflow does not take is not sent', async (t) => {
  const place = await createPlace(t);
  const {id} = await findWorkflow(place);
  const cases: ReadonlyArray<readonly [args: readonly string[], says: RegExp]> = [
    [[id, '-y', '-i', 'sample=HG003'], /There is no input sample\./],
    [[id, '-y', '-i', 'Nothing.sample=HG003'], /There is no input Nothing\.sample\./],
    [[id, '-y', '-i', '9.sample=HG003'], /There is no input 9\.sample\./],
    [['globalworkflow-rnaseq_quick_global', '-y'], /no global ones\. Start it with `dx run`/],
  ];
  for (const [args, says] of cases) {
    const end = await place.run(['run', ...args]);
    t.is(end.code, 2, args.join(' '));
    t.regex(end.stderr, says);
  }

  t.deepEqual(runsOf(place), []);
});

test('--ssh says that an analysis has no worker of its own, and starts it all the same', async (t) => {
  const place = await createPlace(t);
  const {id} = await findWorkflow(place);
  const program = await place.start({args: ['run', id, '-y', '-i', '0.sample=HG003', '--ssh']});
  await see(program, /An analysis has no worker of its own/);
  t.is(await exitOf(program), 0);
  t.regex(program.screen.text(), /^analysis-\w{24}$/m);
});
