import test from 'ava';
import type {ExecutionContext} from 'ava';
import {JobControl, type SuspendTerminal} from '../../../source/services/terminal/job-control.ts';
import {openTestTerminal} from './pseudo-terminal.ts';

/** Suspends as Ink does: not while it is suspended. */
const createInk = (): SuspendTerminal => {
  let isSuspended = false;
  return async (callback) => {
    if (isSuspended) throw new Error('already suspended');
    isSuspended = true;
    try {
      await callback();
    } finally {
      // It takes the terminal back in a turn of its own.
      await new Promise(setImmediate);
      isSuspended = false;
    }
  };
};

const setUp = (t: ExecutionContext) => ({
  // There it listens to no signal, of which this process has only one.
  jobControl: new JobControl(openTestTerminal(t).terminal, 'win32'),
  suspendTerminal: createInk(),
});

test('whoever wants the terminal while it is suspended gets it next, one after the other', async (t) => {
  const {jobControl, suspendTerminal} = setUp(t);
  const seen: string[] = [];
  const use = (name: string) =>
    jobControl.suspend(suspendTerminal, async () => {
      seen.push(`${name} begins`);
      await new Promise(setImmediate);
      seen.push(`${name} ends`);
    });
  await Promise.all([use('stop'), use('session'), use('second stop')]);
  await use('another');
  t.deepEqual(
    seen,
    ['stop', 'session', 'second stop', 'another'].flatMap((name) => [`${name} begins`, `${name} ends`]),
  );
});

test('who fails with it is told, and the next one has it all the same', async (t) => {
  const {jobControl, suspendTerminal} = setUp(t);
  const failing = jobControl.suspend(suspendTerminal, () => Promise.reject(new Error('lost')));
  let isReached = false;
  const next = jobControl.suspend(suspendTerminal, () => {
    isReached = true;
    return Promise.resolve();
  });
  await t.throwsAsync(failing, {message: 'lost'});
  await next;
  t.true(isReached);
});
