import test from 'ava';
import type {ExecutionContext} from 'ava';
import type {Fault} from '../../source/emulator/faults.ts';
import type {Program} from '../helpers/program.ts';
import {createPlace, type Place, quit, see, seeSelected, seeThat} from './start-dxtop.ts';

const startWatching = async (t: ExecutionContext): Promise<{place: Place; program: Program; id: string}> => {
  const place = await createPlace(t);
  const id = await place.control.addJob({name: 'align reads', state: 'runnable'});
  const program = await place.start();
  await seeSelected(program, 'align reads');
  await see(program, /live$/m);
  // The history is asked for once, with tries of its own: a fault that comes once must not be spent on that.
  await seeThat(program, 'the history to be asked for', () =>
    place.control
      .requests()
      .some(({body}) => (body as {readonly includeRestarted?: unknown}).includeRestarted === true),
  );
  return {place, program, id};
};

const FAULTS: readonly (readonly [title: string, fault: Fault, reason: RegExp])[] = [
  ['an internal error', {kind: 'status', status: 500}, /The platform refused the call: InternalError/],
  ['an HTML page of a gateway', {kind: 'html'}, /answered instead of the platform/],
  ['a connection that is reset', {kind: 'reset'}, /^\S+ .*(closed|reset|broke)/],
  ['broken JSON', {kind: 'badJson'}, /with broken JSON/],
  ['half an answer', {kind: 'truncate'}, /^\S+ .*(closed|reset|broke)/],
  [
    'a busy platform that says how long',
    {kind: 'status', status: 503, type: 'ServiceUnavailable', retryAfter: '2'},
    /The platform is busy \(503 ServiceUnavailable\)/,
  ],
];

for (const [title, fault, reason] of FAULTS) {
  test.serial(
    `after ${title} the rows stay, their age and the reason are shown, and it goes on by itself`,
    async (t) => {
      const {place, program, id} = await startWatching(t);
      place.control.failNext({...fault, route: 'system/findExecutions', count: Number.POSITIVE_INFINITY});
      await seeThat(
        program,
        'the age and the reason',
        (screen) =>
          /^dxtop .* \d+s old$/.test(screen.lines()[0] ?? '') && reason.test(screen.lines()[1] ?? ''),
      );
      await see(program, /^>○ runnable +align reads/m);
      t.notRegex(program.screen.text(), /<html|<body|<!DOCTYPE/i);
      place.control.clearFaults();
      place.control.update(id, {state: 'running', startedRunning: Date.now()});
      await see(program, /live$/m);
      await see(program, /^>● running +align reads/m);
      t.is(await quit(program), 0);
    },
  );
}

for (const [title, fault, reason] of [
  [
    'a token that is refused',
    {kind: 'status', status: 401, type: 'InvalidAuthentication', message: 'the token has expired'},
    /^The platform did not accept your token .*Run `dxtop login`/m,
  ],
  [
    'a request that is refused as wrong',
    {kind: 'status', status: 422, type: 'InvalidInput', message: 'no such field'},
    /^The platform refused the call: InvalidInput/m,
  ],
] as const satisfies readonly (readonly [string, Fault, RegExp])[]) {
  test.serial(`after ${title} the rows stay, no next try is promised, and r asks again`, async (t) => {
    const {place, program, id} = await startWatching(t);
    place.control.failNext({...fault, route: 'system/findExecutions', count: Number.POSITIVE_INFINITY});
    await see(program, reason);
    t.notRegex(program.screen.text(), /Next try/);
    t.regex(program.screen.text(), /^>○ runnable +align reads/m);
    place.control.clearFaults();
    place.control.update(id, {state: 'running', startedRunning: Date.now()});
    program.press('r');
    await see(program, /^>● running +align reads/m);
    await see(program, /live$/m);
    t.is(await quit(program), 0);
  });
}

const WAIT_TWO_MINUTES = {
  kind: 'status',
  status: 503,
  type: 'ServiceUnavailable',
  retryAfter: '120',
  count: 1,
} as const;

test.serial('r says that the platform asked to wait, and for how long', async (t) => {
  const {place, program} = await startWatching(t);
  place.control.failNext({...WAIT_TWO_MINUTES, route: 'system/findExecutions'});
  await see(program, /The platform is busy \(503 ServiceUnavailable\)/);
  program.press('r');
  await see(program, /^The platform asked to wait 1[012]\d s; the list is refreshed right after\.$/m);
  t.is(await quit(program), 0);
});

test.serial('what another question was told to wait for keeps the list back, and it says so', async (t) => {
  const {place, program} = await startWatching(t);
  place.control.failNext({...WAIT_TWO_MINUTES, route: 'job/describe'});
  await see(program, /^The platform asked to wait\. Next try in 1[012]\d s\.$/m);
  await see(program, /^>○ runnable +align reads/m);
  t.is(await quit(program), 0);
});

test.serial('rows of wrong types do no harm, and the right ones stay', async (t) => {
  const {place, program} = await startWatching(t);
  place.control.failNext({kind: 'wrongTypes', route: 'system/findExecutions', count: 2});
  const seen = place.control.requests().length;
  await see(program, /align reads/);
  program.press('r');
  await place.control.addJob({name: 'another', state: 'running'});
  await see(program, /^ ● running +another|^>● running +another/m);
  await see(program, /align reads/);
  t.true(place.control.requests().length > seen);
  t.is(({} as {polluted?: unknown}).polluted, undefined);
});

test.serial('an answer that never comes leaves the rows, and keys work meanwhile', async (t) => {
  const {place, program} = await startWatching(t);
  place.control.failNext({
    kind: 'hang',
    route: 'system/findExecutions',
    count: Number.POSITIVE_INFINITY,
  });
  await see(program, /(1[5-9]|2\d)s old$/m);
  await see(program, /^>○ runnable +align reads/m);
  place.control.clearFaults();
  program.press('?');
  await see(program, 'In the list');
  program.press('escape');
  await see(program, /live$/m);
  t.pass();
});

test.serial('a slow platform is waited for', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'align reads', state: 'done'});
  place.control.setLatencyMs(1500);
  const program = await place.start();
  await see(program, 'Asking the platform for your executions');
  await seeSelected(program, 'align reads');
  t.pass();
});

test.serial('a job that vanishes leaves the list, and its open screen says that it is gone', async (t) => {
  const {place, program, id} = await startWatching(t);
  program.press('d');
  await see(program, 'Esc back');
  // Described once, it is described again; and the list may know first that it is gone.
  await seeThat(program, 'the first description', () =>
    place.control.requests().some(({route}) => route === 'job/describe'),
  );
  place.control.remove(id);
  await see(program, /could not be found|ResourceNotFound|not found/);
  program.press('escape');
  await see(program, /You have no executions/);
  t.pass();
});

for (const [title, aheadMs] of [
  ['ahead', 3_600_000],
  ['behind', -3_600_000],
] as const) {
  test.serial(`a platform whose clock is an hour ${title} makes no time negative`, async (t) => {
    const place = await createPlace(t, {scenario: 'empty', now: () => Date.now() + aheadMs});
    await place.control.addJob({name: 'align reads', state: 'running'});
    await place.control.addJob({name: 'call variants', state: 'failed'});
    const program = await place.start({columns: 120});
    await see(program, /^[> ]● running +align reads.* \d+[smh] +\d:\d\d:\d\d/m);
    await see(program, /^[> ]✗ failed +call variants/m);
    t.notRegex(program.screen.text(), /-\d+(?:[smhd]\b|:\d\d)|NaN|Infinity/);
    program.press('d');
    await see(program, 'Esc back');
    await see(program, /^ created .* ago$/m);
    t.notRegex(program.screen.text(), /-\d+(?:[smhd]\b|:\d\d:\d\d)|NaN|Infinity/);
  });
}
