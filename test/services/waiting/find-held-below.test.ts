import test from 'ava';
import type {Execution} from '../../../source/model/execution.ts';
import type {ExecutionsFilter} from '../../../source/services/platform/executions-page.ts';
import {findHeldBelow} from '../../../source/services/waiting/find-held-below.ts';
import {id, job} from '../platform/feed-platform.ts';

/** Which of the waited ones each held job is told of, when the platform has these in debug hold. */
const findPairs = async (held: readonly Execution[], waited: readonly Execution[]) => {
  const filters: ExecutionsFilter[] = [];
  const client = {
    findExecutionsPage: (filter: ExecutionsFilter) => {
      filters.push(filter);
      return Promise.resolve({executions: held, next: undefined, droppedCount: 0});
    },
  };
  const found = await findHeldBelow(client, waited, {});
  return {filters, pairs: found.map((pair) => [pair.held.id, pair.waited.id])};
};

test('all trees are asked about at once, each once', async (t) => {
  const waited = [job(1), job(2, 'running', {rootExecution: id(1)}), job(3)];
  const {filters} = await findPairs([], waited);
  t.deepEqual(filters, [{rootExecution: [id(1), id(3)], states: ['debug_hold']}]);
});

test('what is held anywhere below a root is told; below another one, what it has begun itself', async (t) => {
  const inTree = {rootExecution: id(1)};
  const deep = job(10, 'debug_hold', {...inTree, parentJob: id(9)});
  const child = job(11, 'debug_hold', {...inTree, parentJob: id(2)});
  const ofOrigin = job(12, 'debug_hold', {...inTree, parentJob: id(9), originJob: id(2)});
  const others = [deep, child, ofOrigin];
  t.deepEqual((await findPairs(others, [job(1)])).pairs, [
    [id(10), id(1)],
    [id(11), id(1)],
    [id(12), id(1)],
  ]);
  t.deepEqual((await findPairs(others, [job(2, 'running', inTree)])).pairs, [
    [id(11), id(2)],
    [id(12), id(2)],
  ]);
});

test('one that is held itself is not below itself', async (t) => {
  const held = job(1, 'debug_hold', {rootExecution: id(1)});
  t.deepEqual((await findPairs([held], [held])).pairs, []);
});
