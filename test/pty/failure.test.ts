import test from 'ava';
import {createPlace, type Place, quit, see, seeSelected} from './start-dxtop.ts';

/** A job whose second subjob failed first and took the tree down; answers the IDs. */
const addFailedTree = async (place: Place): Promise<{root: string; first: string}> => {
  const nowMs = Date.now();
  const {control} = place;
  const root = await control.addJob({name: 'cohort 12', state: 'running', created: nowMs - 90_000});
  const part = (name: string, index: number) =>
    control.addJob({
      name,
      state: 'running',
      created: nowMs - 80_000 + index,
      parentJob: root,
      originJob: root,
      rootExecution: root,
    });
  const other = await part('call chr1', 1);
  const first = await part('call chr2', 2);
  const failureMessage = 'No space left on device: /out\nTraceback (most recent call last)';
  const failure = {failureReason: 'AppInsufficientResourceError', failureMessage};
  control.update(first, {state: 'failed', instanceType: 'mem1_ssd1_v2_x4', ...failure});
  control.log(first, {source: 'APP', level: 'STDERR', msg: 'samtools: cannot write: No space left'});
  control.log(first, {source: 'APP', level: 'STDOUT', msg: 'and here is what nobody wants to read'});
  control.update(other, {state: 'terminated'});
  const failureFrom = {id: first, name: 'call chr2', executable: '', executableName: '', function: 'main'};
  control.update(root, {
    state: 'failed',
    failureReason: 'JobTreeFailure',
    failureMessage: 'a subjob failed',
    failureFrom,
  });
  return {root, first};
};

test.serial('e says what failed first, why, and what to do; Enter opens that', async (t) => {
  const place = await createPlace(t);
  const {first} = await addFailedTree(place);
  const program = await place.start({columns: 110, rows: 40});
  await see(program, 'cohort 12');
  program.press('G');
  await seeSelected(program, 'cohort 12');
  program.press('e');
  await see(
    program,
    /^ ✗ cohort 12 {2}JobTreeFailure\n └─ because of ✗ call chr2 {2}AppInsufficientResourceError$/m,
  );
  await see(
    program,
    /^ Message\n {3}No space left on device: \/out\n {3}Traceback \(most recent call last\)$/m,
  );
  await see(program, /--instance-type mem2_ssd1_v2_x4/);
  await see(
    program,
    /^ Last error lines of its log\n(?: {3}.*\n)* {3}samtools: cannot write: No space left$/m,
  );
  t.notRegex(program.screen.text(), /nobody wants to read/);
  program.press('l');
  await see(program, 'and here is what nobody wants to read');
  program.press('escape');
  await see(program, 'because of');
  program.press('enter');
  await see(program, new RegExp(`^ id +${first}$`, 'm'));
  program.press('escape');
  await see(program, 'because of');
  program.press('escape');
  await seeSelected(program, 'cohort 12');
  t.is(await quit(program), 0);
});

test.serial('why a tree fails that is still alive is looked at again and again', async (t) => {
  const place = await createPlace(t);
  const {root} = await addFailedTree(place);
  place.control.update(root, {state: 'running'});
  const program = await place.start({columns: 110, rows: 40});
  await see(program, 'cohort 12');
  program.press('G');
  await seeSelected(program, 'cohort 12');
  program.press('e');
  await see(program, /because of ✗ call chr2/);
  t.notRegex(program.screen.text(), /✗ cohort 12/);
  place.control.update(root, {state: 'failed', failureReason: 'AppError', failureMessage: 'gave up at last'});
  await see(program, /^ ✗ cohort 12 {2}AppError$/m);
  t.is(await quit(program), 0);
});

test.serial(
  'the pages of an execution follow each other, and its JSON can be folded and searched',
  async (t) => {
    const place = await createPlace(t);
    const id = await place.control.addJob({
      name: 'align reads',
      state: 'done',
      runInput: {reads: {$dnanexus_link: 'file-1'}, threads: 4},
      output: {bam: {$dnanexus_link: 'file-2'}},
      stateTransitions: [{newState: 'done', setAt: Date.now()}],
    });
    place.control.log(id, {source: 'APP', level: 'STDOUT', msg: 'nobody has written more than this'});
    const program = await place.start({columns: 110, rows: 30});
    await seeSelected(program, 'align reads');
    program.press('d');
    await see(program, /^ {2}overview {2}failure /m);
    const pages = [
      /Nothing has failed: align reads is done/,
      /nobody has written more than this/,
      /It never had a machine/,
      /^ {3}reads +file-1$/m,
      /^ ✓ align reads {2}done /m,
      /It has no worker|^ worker/m,
      /^ ✓ done /m,
      /^ The job is done: its worker is gone\.$/m,
      /^ +"name": "align reads",$/m,
    ];
    for (const page of pages) {
      program.press('right');
      await see(program, page);
    }
    program.type('/"bam');
    await see(program, /^ \/"bam$/m);
    await see(program, /^Enter search {2}Esc leave$/m);
    program.press('enter');
    await see(program, /^ \/output\/bam {2}\d+\/\d+$/m);
    program.type('k ');
    await see(program, /\+ "output": \{ 1 keys \}/);
    program.type('/no such thing\r');
    await see(program, 'nothing has "no such thing" in it');
    program.press('left');
    await see(program, 'its worker is gone');
    program.press('left');
    await see(program, /^ ✓ done /m);
    program.press('escape');
    await seeSelected(program, 'align reads');
    t.is(await quit(program), 0);
  },
);

test.serial('dxtop why says the same at the prompt, and refuses what is no execution', async (t) => {
  const place = await createPlace(t);
  const {root, first} = await addFailedTree(place);
  const program = await place.start({args: ['why', root], columns: 100});
  await see(program, /because of ✗ call chr2 {2}AppInsufficientResourceError/);
  await see(program, `first cause: ${first}`);
  t.regex(program.screen.text(), /^ {2}samtools: cannot write/m);
  t.is((await program.exit).code, 0);
  const refused = await place.start({args: ['why', 'cohort']});
  await see(refused, 'cohort does not look like the ID of a job or an analysis');
  t.is((await refused.exit).code, 2);
  const gone = await place.start({args: ['why', 'job-000000000000000000000000']});
  await see(gone, /The platform refused the call: ResourceNotFound/);
  t.is((await gone.exit).code, 3);
});
