import {Writable} from 'node:stream';
import test from 'ava';
import {createStreamWriter} from '../../../source/services/terminal/stream-writer.ts';

/** A stream that takes a piece only when it is told to. */
const createSlowStream = () => {
  const taken: Buffer[] = [];
  const waiting: ((error?: Error) => void)[] = [];
  const stream = new Writable({
    highWaterMark: 8,
    write: (bytes: Buffer, _encoding, done) => {
      taken.push(bytes);
      waiting.push(done);
    },
  });
  return {
    stream,
    taken: () => Buffer.concat(taken).toString(),
    release: (error?: Error) => waiting.shift()?.(error),
  };
};

test('bytes arrive in order, and whoever writes too much is told to stop, and to go on', async (t) => {
  const {stream, taken, release} = createSlowStream();
  const writer = createStreamWriter(stream);
  const drained = new Promise<void>((resolve) => (writer.onDrain = resolve));
  t.true(writer.write(Buffer.from('four')));
  t.false(writer.write(Buffer.from('and more')));
  const flushed = writer.flush(30_000);
  for (let count = 0; count < 3; count++) {
    release();
    await new Promise((resolve) => setImmediate(resolve));
  }

  await Promise.all([drained, flushed]);
  t.is(taken(), 'fourand more');
});

test('a flush gives up in time, and a closed writer writes nothing', async (t) => {
  const {stream, taken} = createSlowStream();
  const writer = createStreamWriter(stream);
  writer.write(Buffer.from('stuck'));
  await writer.flush(10);
  writer.close();
  writer.close();
  t.true(writer.write(Buffer.from('late')));
  t.is(taken(), 'stuck');
  t.is(stream.listenerCount('drain'), 0);
});

test('a terminal that is gone is told once', async (t) => {
  const {stream, release} = createSlowStream();
  const writer = createStreamWriter(stream);
  const errors: Error[] = [];
  writer.onError = (error) => errors.push(error);
  writer.write(Buffer.from('x'));
  release(new Error('gone'));
  await new Promise((resolve) => setImmediate(resolve));
  t.true(writer.write(Buffer.from('y')));
  t.deepEqual(
    errors.map(({message}) => message),
    ['gone'],
  );
});
