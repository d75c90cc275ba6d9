import test from 'ava';
import type {Execution} from '../../../source/model/execution.ts';
import {createExecutionsFeed} from '../../../source/services/platform/executions-feed.ts';
import type {ExecutionsPage} from '../../../source/services/platform/executions-page.ts';
import {toExecution} from '../../../source/services/platform/to-execution.ts';

const toJob = (id: string): Execution => {
  const execution = toExecution(id, {state: 'running'}, false);
  if (!execution) throw new Error('not an ID');
  return execution;
};

test('a page of what is active is asked for with what it was before, one that is no longer asked for is forgotten', async (t) => {
  const ids = ['job-Aaaaaaaaaaaaaaaaaaaaaaaa', 'job-Bbbbbbbbbbbbbbbbbbbbbbbb'];
  const known: (ExecutionsPage | undefined)[] = [];
  const feed = createExecutionsFeed({
    now: () => 1000,
    client: {
      findExecutionsPage: (_filter, {starting, again} = {}) => {
        const at = Number(starting ?? 0);
        const found = ids.slice(at, at + 1).map(toJob);
        const next = at + 1 < ids.length ? at + 1 : undefined;
        const executions = again ? found.map(again.toKept) : found;
        const page = {executions, next, droppedCount: 0};
        known.push(again?.find(starting)?.page);
        again?.keep(starting, {bytes: Buffer.alloc(0), places: new Uint32Array(), rows: executions, page});
        return Promise.resolve(page);
      },
    },
  });
  await feed.refresh();
  const {executions} = await feed.refresh();
  known.length = 0;
  await feed.refresh();
  // The objects are those that are kept anyway.
  t.is(known[0]?.executions[0], executions[0]);
  t.is(known[1]?.executions[0], executions[1]);
  const [last = ''] = ids.splice(1);
  await feed.refresh();
  ids.push(last);
  known.length = 0;
  await feed.refresh();
  t.not(known[0], undefined);
  t.is(known[1], undefined);
});
