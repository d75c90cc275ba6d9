// The emulator in a process of its own, so that its work is not in the figures of whoever measures. Started by
// `platform.ts`; takes orders from its parent, and ends with it.
import {createEmulator, type Emulator} from '../source/emulator/emulator.ts';
import type {Answer, ListRequest, Order} from './platform.ts';

/** How long the jobs of the traffic wait and run, at least and at most. */
const WAIT_MS = [2000, 20_000] as const;
const RUN_MS = [30_000, 180_000] as const;
/** One in so many fails. */
const FAILING = 30;

let stoppedMs: number | undefined;
const emulator = await createEmulator({
  scenario: process.argv[2] ?? 'empty',
  now: () => stoppedMs ?? Date.now(),
});

let jobCount = 0;

const between = ([least, most]: readonly [number, number]): number => least + Math.random() * (most - least);

const addJobOfTraffic = async ({control}: Emulator): Promise<void> => {
  const number = jobCount++;
  const id = await control.addJob({name: `Align sample ${number}`, state: 'runnable'});
  setTimeout(() => {
    control.update(id, {state: 'running', startedRunning: Date.now()});
    setTimeout(() => {
      const failure = {failureReason: 'AppError', failureMessage: `sample ${number} has no reads`};
      const isFailing = number % FAILING === 0;
      control.update(id, {
        state: isFailing ? 'failed' : 'done',
        stoppedRunning: Date.now(),
        ...(isFailing && failure),
      });
    }, between(RUN_MS));
  }, between(WAIT_MS));
};

const carryOut = async (platform: Emulator, order: Order): Promise<string> => {
  const {control} = platform;
  switch (order.kind) {
    case 'run-traffic':
      setInterval(() => void addJobOfTraffic(platform), 3_600_000 / order.perHour);
      return '';
    case 'count-jobs':
      return String(jobCount);
    case 'add-job':
      return await control.addJob(order.job);
    case 'add-waiting': {
      const now = Date.now();
      for (let index = 0; index < order.count; index++) {
        const created = now - 3_600_000 - index * 1000;
        await control.addJob({name: `Align sample ${index}`, state: 'runnable', created});
      }
      return '';
    }
    case 'update':
      control.update(order.id, order.changes);
      return '';
    case 'count-requests':
      return String(control.requests().length);
    case 'list-requests': {
      const lists = control.requests().filter(({route}) => route === 'system/findExecutions');
      return JSON.stringify(
        lists.map(({body, atMs}): ListRequest => {
          const {state, starting} = body as {readonly state?: unknown; readonly starting?: unknown};
          return {atMs, isRefresh: state !== undefined, isNextPage: starting !== undefined};
        }),
      );
    }
    case 'stop-clock':
      stoppedMs ??= Date.now();
      return '';
    case 'cut':
      control.worker(order.id)?.cutLinks('reset');
      return '';
  }
};

const answer = (message: Answer): void => {
  if (process.connected) process.send?.(message);
};

process.on('message', (order: Order) => {
  carryOut(emulator, order).then(
    (value) => answer({value}),
    (error: unknown) => answer({error: String(error)}),
  );
});
process.on('disconnect', () => {
  void emulator.close().finally(() => process.exit());
});
// From the keyboard these reach the whole group; the parent says when it is over.
process.on('SIGINT', () => undefined);
answer({value: JSON.stringify(emulator.environment)});
