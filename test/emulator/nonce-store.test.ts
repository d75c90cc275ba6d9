import test from 'ava';
import {NonceStore} from '../../source/emulator/nonce-store.ts';

const hour = 3_600_000;

const createStore = () => {
  const store = new NonceStore();
  let count = 0;
  const send = (input: Record<string, unknown>, {nowMs = 0, userId = 'user-rosalind'} = {}) =>
    store.answerOnce({subject: 'applet-x', input, userId, nowMs}, () => ({id: `job-${++count}`})).id;
  return send;
};

test('the same nonce and body are answered the same for an hour, whatever the order of keys', (t) => {
  const send = createStore();
  t.is(send({nonce: 'a', name: 'x', input: {p: 1, q: 2}}), 'job-1');
  t.is(send({input: {q: 2, p: 1}, name: 'x', nonce: 'a'}, {nowMs: hour - 1}), 'job-1');
  t.is(send({nonce: 'a', name: 'x', input: {p: 1, q: 2}}, {nowMs: hour}), 'job-2');
});

test('another body is refused, another nonce, user or none at all is a new call', (t) => {
  const send = createStore();
  send({nonce: 'a', name: 'x'});
  t.throws(() => send({nonce: 'a', name: 'y'}), {name: 'InvalidInput'});
  t.is(send({nonce: 'b', name: 'x'}), 'job-2');
  t.is(send({nonce: 'a', name: 'x'}, {userId: 'user-barbara'}), 'job-3');
  t.is(send({name: 'x'}), 'job-4');
  t.is(send({name: 'x'}), 'job-5');
});

test('a nonce is a string of at most 128 bytes', (t) => {
  const send = createStore();
  t.throws(() => send({nonce: 'é'.repeat(65)}), {name: 'InvalidInput'});
  t.throws(() => send({nonce: 7}), {name: 'InvalidInput'});
  t.throws(() => send({nonce: ''}), {name: 'InvalidInput'});
  t.is(send({nonce: 'é'.repeat(64)}), 'job-1');
});
