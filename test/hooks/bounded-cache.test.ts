import test from 'ava';
import {createBoundedCache} from '../../source/hooks/bounded-cache.ts';

test('a cache that is full lets go of what was not used for longest', (t) => {
  const cache = createBoundedCache(3);
  for (const key of ['list', 'a', 'b']) cache.set(key, {data: key});
  t.deepEqual(cache.get('list'), {data: 'list'});
  cache.set('c', {data: 'c'});
  t.deepEqual([...cache.keys()], ['b', 'list', 'c']);
  // What is written again has been used.
  cache.set('b', {data: 'b again'});
  cache.set('d', {data: 'd'});
  t.deepEqual([...cache.keys()], ['c', 'b', 'd']);
  t.is(cache.get('list'), undefined);
  t.deepEqual(cache.get('b'), {data: 'b again'});
});

test('however many keys come by, what every frame reads stays', (t) => {
  const cache = createBoundedCache(50);
  cache.set('list', {data: 'all'});
  for (let index = 0; index < 10_000; index++) {
    cache.set(`execution ${index}`, {data: index});
    t.deepEqual(cache.get('list'), {data: 'all'});
  }
  t.is([...cache.keys()].length, 50);
});

test('whoever reads each entry comes to an end', (t) => {
  const cache = createBoundedCache(3);
  for (const key of ['a', 'b', 'c']) cache.set(key, {data: key});
  const seen: string[] = [];
  for (const key of cache.keys()) {
    cache.get(key);
    seen.push(key);
    if (seen.length > 3) break;
  }
  t.deepEqual(seen, ['a', 'b', 'c']);
});

test('what is deleted is gone', (t) => {
  const cache = createBoundedCache(2);
  cache.set('a', {data: 1});
  cache.delete('a');
  t.is(cache.get('a'), undefined);
  t.deepEqual([...cache.keys()], []);
});
