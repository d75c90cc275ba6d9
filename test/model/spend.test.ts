import test from 'ava';
import {createExecutionTree} from '../../source/model/execution-tree.ts';
import {toSpend} from '../../source/model/spend.ts';
import {clean} from '../../source/model/safe-text.ts';
import {createJob, NOW_MS, toTestJobId} from '../helpers/executions.ts';

const HOUR_MS = 3_600_000;
const price = (amount: number) => ({amount, symbol: clean('$'), isSymbolLeft: true});

test('a parent is priced with its subjobs, so neither the sum nor the rate counts them twice', (t) => {
  const tree = createExecutionTree();
  const startedRunningMs = NOW_MS - 2 * HOUR_MS;
  tree.set(createJob({price: price(10), startedRunningMs}), 1);
  tree.set(createJob({id: toTestJobId(2), parentJob: toTestJobId(1), price: price(4), startedRunningMs}), 1);
  const spend = toSpend(tree, NOW_MS);
  t.is(spend.total?.amount, 10);
  t.is(spend.perHour?.amount, 5);
  const [parent, child] = [tree.find(toTestJobId(1)), tree.find(toTestJobId(2))];
  if (!parent || !child) return t.fail();
  t.is(spend.hourly.get(parent), 5);
  t.is(spend.hourly.get(child), 2);
});

test('what has ended, waits, has no price or has only just begun costs nothing per hour', (t) => {
  const tree = createExecutionTree();
  const cases = [
    {state: clean('done'), stoppedRunningMs: NOW_MS},
    {state: clean('runnable'), startedRunningMs: undefined},
    {price: undefined},
    {startedRunningMs: NOW_MS - 1000},
  ];
  for (const [index, changes] of cases.entries())
    tree.set(createJob({id: toTestJobId(index), price: price(1), ...changes}), 1);
  const {total, perHour, hourly} = toSpend(tree, NOW_MS);
  t.is(total?.amount, 3);
  t.is(perHour, undefined);
  t.is(hourly.size, 0);
});
