import test from 'ava';
import {ApiError} from '../../../source/model/errors.ts';
import {createExecutionTree} from '../../../source/model/execution-tree.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {createSpendingLimits} from '../../../source/services/platform/find-spending-limits.ts';
import {createJob, toTestJobId} from '../../helpers/executions.ts';

const refusal = (status: number) =>
  new ApiError(clean('PermissionDenied'), status, clean('no'), undefined, undefined);

test('each organization that pays for what runs is asked, users and those of ended jobs are not', async (t) => {
  const tree = createExecutionTree();
  for (const [index, [payer, state]] of (
    [
      ['org-a', 'running'],
      ['org-a', 'running'],
      ['org-b', 'runnable'],
      ['user-ada', 'running'],
      ['org-c', 'done'],
    ] as const
  ).entries())
    tree.set(createJob({id: toTestJobId(index), state: clean(state), billTo: clean(payer)}), 1);
  const asked: string[] = [];
  const limits = createSpendingLimits({
    describeOrg: (id) => {
      asked.push(id);
      return Promise.resolve({left: id === 'org-a' ? 12 : undefined, spent: 88});
    },
  });
  t.deepEqual((await limits.find(tree)) as unknown, [{payer: 'org-a', left: 12, spent: 88}]);
  t.deepEqual(asked.sort(), ['org-a', 'org-b']);
});

test('who refuses to tell is not asked again; any other failure is thrown', async (t) => {
  const tree = createExecutionTree();
  tree.set(createJob({billTo: clean('org-a')}), 1);
  let answer = refusal(500);
  let count = 0;
  const limits = createSpendingLimits({
    describeOrg: () => {
      count++;
      return Promise.reject(answer);
    },
  });
  await t.throwsAsync(limits.find(tree), {is: answer});
  answer = refusal(401);
  t.deepEqual(await limits.find(tree), []);
  t.deepEqual(await limits.find(tree), []);
  t.is(count, 2);
});
