import test from 'ava';
import {createTestClock, startEmulator} from '../start-emulator.ts';

test('workstations run for as long as they were asked to, and end as done', async (t) => {
  const clock = createTestClock();
  const emulator = await startEmulator(t, {scenario: 'workstation', now: clock.now, useTmux: false});
  const describe = (name: string) => emulator.get(`${emulator.control.findJob(name)}/describe`);
  const running = await describe('Cloud workstation');
  t.like(running, {state: 'running', executableName: 'cloud_workstation', host: '127.0.0.1'});
  t.deepEqual(running.runInput, {max_session_length: '12h'});
  t.is((await describe('Cloud workstation, left alone')).state, 'done');
  t.is((await describe('Cloud workstation, nearly over')).state, 'running');
  clock.advance(11 * 60_000);
  const over = await describe('Cloud workstation, nearly over');
  t.is(over.state, 'done');
  t.false('host' in over);
  t.is((await describe('Cloud workstation')).state, 'running');
});
