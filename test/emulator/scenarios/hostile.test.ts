import test from 'ava';
import {nastyStrings} from '../../../source/emulator/scenarios/nasty-strings.ts';
import {startEmulator, type AnyDescribe} from '../start-emulator.ts';

test('every nasty string arrives byte for byte, and no oddity breaks the list', async (t) => {
  const emulator = await startEmulator(t, {scenario: 'hostile', useTmux: false});
  const {results} = await emulator.find({describe: true});
  const jobs = results.map(({describe}) => describe as AnyDescribe);
  for (const [title, text] of Object.entries(nastyStrings)) {
    const job = jobs.find(({name}) => name === text);
    t.is(job?.failureMessage, text, title);
    t.deepEqual(job?.tags, [text, 'hostile']);
  }
  t.true(jobs.some(({state}) => state === 'quantum_superposition'));
  t.true(jobs.some(({state}) => state === undefined));
  t.true(results.some(({describe}) => typeof (describe as {created?: unknown}).created === 'string'));
  t.true(jobs.some(({host, state}) => host === '127.0.0.1' && state === 'running'));
});
