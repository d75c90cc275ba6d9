import test from 'ava';
import {createPlace, type Place} from '../pty/start-dxtop.ts';

/** A description without the moments at which the platform reckoned something for this very answer. */
const toLasting = (description: unknown): unknown => ({
  ...(description as object),
  egressComputedAt: undefined,
  priceComputedAt: undefined,
});

/** What the platform itself answers to a describe without wishes. */
const askPlatform = async ({env}: Place, id: string): Promise<unknown> => {
  const {auth_token: token} = JSON.parse(env['DX_SECURITY_CONTEXT'] ?? '') as {auth_token: string};
  const reply = await fetch(`http://127.0.0.1:${env['DX_APISERVER_PORT'] ?? ''}/${id}/describe`, {
    method: 'POST',
    headers: {authorization: `Bearer ${token}`, 'content-type': 'application/json'},
    body: '{}',
  });
  return reply.json();
};

test('describe prints all that the overview says, each value on a line of its own in a pipe', async (t) => {
  const place = await createPlace(t);
  const failureMessage = `no reads ${'in this sample '.repeat(20)}at all`;
  const job = await place.control.addJob({
    name: 'align \u001B[2Jreads',
    state: 'failed',
    failureReason: 'AppError',
    failureMessage,
    tags: ['ci', 'night'],
  });
  const {code, stdout, stderr} = await place.run(['describe', job]);
  t.is(stderr, '');
  t.is(code, 0);
  const facts = new Map(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(0, 14).trim(), line.slice(14)] as const),
  );
  t.is(facts.get('name'), 'align ␛[2Jreads');
  t.is(facts.get('id'), job);
  t.regex(facts.get('state') ?? '', /\bfailed$/);
  t.is(facts.get('reason'), 'AppError');
  t.is(facts.get('message'), failureMessage);
  t.is(facts.get('executable'), 'test_applet');
  t.is(facts.get('tags'), 'ci, night');
  t.notRegex(stdout, /[^\n\P{Cc}]/u);
});

test('describe takes an analysis', async (t) => {
  const place = await createPlace(t, {scenario: 'demo'});
  const {stdout: listed} = await place.run(['ls', '--all-users', '--since', 'all', '--json']);
  const rows = JSON.parse(listed) as readonly {readonly id: string; readonly name: string}[];
  const analysis = rows.find(({id}) => id.startsWith('analysis-'));
  const {code, stdout} = await place.run(['describe', analysis?.id ?? '']);
  t.is(code, 0);
  const lines = stdout.split('\n').map((line) => line.replace(/ +/, ' '));
  t.like(lines, [`name ${analysis?.name ?? ''}`, `id ${analysis?.id ?? ''}`]);
});

test('describe --json is what the platform says, with what does not print escaped', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob({
    name: 'a\u0085b\u001B[31mc\nd',
    // Its price stands still.
    state: 'done',
    properties: {sample: 'größer\u202E', constructor: '{}'},
  });
  const {code, stdout, stderr} = await place.run(['describe', '--json', job]);
  t.is(stderr, '');
  t.is(code, 0);
  const told: unknown = JSON.parse(stdout);
  t.deepEqual(toLasting(told), toLasting(await askPlatform(place, job)));
  t.like(told, {id: job, name: 'a\u0085b\u001B[31mc\nd'});
  t.notRegex(stdout, /[^\n\P{Cc}]|\p{Cf}/u);
});

const TROUBLES: readonly (readonly [
  title: string,
  id: string,
  expected: {readonly code: number; readonly says: RegExp},
  fault?: Parameters<Place['control']['failNext']>[0],
])[] = [
  [
    'an ID that nobody knows',
    'job-000000000000000000000000',
    {code: 3, says: /^dxtop: .*ResourceNotFound.* Check the ID, and that your account may see it\.\n$/},
  ],
  [
    'an execution of others',
    'job-000000000000000000000000',
    {code: 3, says: /^dxtop: .*PermissionDenied.* Ask an administrator of the project for access\.\n$/},
    {route: 'job/describe', kind: 'status', status: 401, type: 'PermissionDenied'},
  ],
  [
    'what is no execution',
    'project-000000000000000000000000',
    {
      code: 2,
      says: /^dxtop: project-0{24} does not look like the ID of a job or an analysis\. It is job- or /,
    },
  ],
];
for (const [title, id, {code, says}, fault] of TROUBLES) {
  test(`describe says what is wrong with ${title}`, async (t) => {
    const place = await createPlace(t);
    if (fault) place.control.failNext(fault);
    for (const args of [[id], ['--json', id]]) {
      const end = await place.run(['describe', ...args]);
      t.is(end.code, code);
      t.regex(end.stderr, says);
      t.is(end.stdout, '');
      if (fault) place.control.failNext(fault);
    }
  });
}
