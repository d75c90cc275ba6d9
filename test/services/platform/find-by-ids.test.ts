import test from 'ava';
import type {ExecutionId} from '../../../source/model/ids.ts';
import {findByIds} from '../../../source/services/platform/find-by-ids.ts';
import {createPlatform, id, job} from './feed-platform.ts';

/** A platform that also describes, whose lists leave these jobs out. */
const createClient = (count: number, unlisted: readonly number[] = []) => {
  const platform = createPlatform(
    Array.from({length: count}, (_, n) => job(n)).filter((_, n) => !unlisted.includes(n)),
  );
  const described: ExecutionId[] = [];
  return {
    platform,
    described,
    client: {
      findExecutionsPage: (...asked: Parameters<typeof platform.findExecutionsPage>) =>
        platform.findExecutionsPage(...asked),
      describeExecution: (asked: ExecutionId) => {
        described.push(asked);
        return Promise.resolve(job(Number(asked.slice(4)), 'done'));
      },
    },
  };
};

const ids = (count: number): readonly ExecutionId[] => Array.from({length: count}, (_, n) => id(n));

test('a thousand are asked for in one call, and the answer has the order of the question', async (t) => {
  const {client, platform, described} = createClient(2500);
  const asked = ids(2500);
  const found = await findByIds(client, asked);
  t.deepEqual(
    found.map((execution) => execution.id),
    asked,
  );
  t.deepEqual(
    platform.requests.map(({filter}) => filter.ids?.length),
    [1000, 1000, 500],
  );
  t.deepEqual(described, []);
});

test('short pages are followed to their end', async (t) => {
  const {client, platform, described} = createClient(5);
  platform.pageSize = 2;
  t.is((await findByIds(client, ids(5))).length, 5);
  t.is(platform.requests.length, 3);
  t.deepEqual(described, []);
});

test('one that no list has is described', async (t) => {
  const {client, described} = createClient(3, [1]);
  const found = await findByIds(client, ids(3));
  t.deepEqual(
    found.map(({state}) => state),
    ['running', 'done', 'running'],
  );
  t.deepEqual(described, [id(1)]);
});
