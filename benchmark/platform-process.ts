// The emulator in a process of its own, so that its work is not in the figures of whoever measures. Started by
// `platform.ts`; takes orders from its parent, and ends with it.
import {createEmulator, type Emulator} from '../source/emulator/emulator.ts';
import type {Answer, ListRequest, Order} from './platform.ts';

const emulator = await createEmulator({scenario: process.argv[2] ?? 'empty'});

const carryOut = async ({control}: Emulator, order: Order): Promise<string> => {
  switch (order.kind) {
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
