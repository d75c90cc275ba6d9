import test from 'ava';
import {endOnWorker, onWorker, untilState} from '../on-worker.ts';
import {startEmulator} from '../start-emulator.ts';

test('a session lasts from the start of its job until it is told to end', async (t) => {
  const emulator = await startEmulator(t, {scenario: 'workstation', useTmux: false});
  const {control} = emulator;
  const id = control.findJob('Cloud workstation, nearly over');
  t.like(control.execution(id), {state: 'running', runInput: {max_session_length: '2h'}});
  t.is(control.execution(control.findJob('Cloud workstation, left alone')).state, 'done');
  control.update(id, {allowSSH: ['*']});
  // Of its two hours 110 minutes were over when the emulator started.
  t.regex(await onWorker(emulator, id, 'dx-get-timeout'), /^0 days 0 hours (9|10) minutes/);
  await onWorker(emulator, id, 'dx-set-timeout 3h');
  t.regex(await onWorker(emulator, id, 'dx-get-timeout'), /^0 days (3 hours 0|2 hours 59) minutes/);
  await endOnWorker(emulator, id, 'dx-set-timeout 0s');
  const over = await untilState(emulator, id, 'done');
  t.false('host' in over);
  t.is(control.execution(control.findJob('Cloud workstation')).state, 'running');
});
