import {once, type EventEmitter} from 'node:events';
import {setTimeout as delay} from 'node:timers/promises';
import test from 'ava';
import {findTmux} from '../../../source/emulator/workers/multiplexer.ts';
import {connect, openShell, prompt, readOutput, startCommand, startWorker, userKey} from './worker-client.ts';
import ssh2 from 'ssh2';

const useTmux = (await findTmux()) !== undefined;
const variants = useTmux ? [true, false] : [false];

for (const how of ['reset', 'close'] as const) {
  for (const isTmux of variants) {
    const where = isTmux ? 'tmux' : 'the kept terminal';
    test(`after a ${how}, there was no exit event and the session lives in ${where}`, async (t) => {
      const worker = await startWorker(t, {useTmux: isTmux});
      const client = await connect(t, worker);
      const errors: string[] = [];
      client.on('error', (error: Error & {code?: string}) => errors.push(error.code ?? error.message));
      const shell = await openShell(client);
      await shell.expect(prompt.trim());
      shell.channel.write('X=still; echo here-$((6*7))\r');
      await shell.expect('here-42');
      // Not `once` of node:events, which takes an error that comes first for a failure.
      const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
      worker.cutLinks(how);
      await closed;
      t.is((await shell.result()).exit, undefined);
      t.deepEqual(errors, how === 'reset' ? ['ECONNRESET'] : []);

      const again = await openShell(await connect(t, worker));
      await again.expect('here-42');
      again.channel.write('echo [$X]\r');
      await again.expect('[still]');
    });
  }
}

if (!useTmux)
  test.skip('left out: tmux is not installed — sessions in tmux survive cut links', (t) => t.fail());

const flood = 400_000;
const expected = Array.from({length: flood}, (_, index) => `${index + 1}\n`).join('');

test('nothing passes a stalled link, and after healing nothing is missing or doubled', async (t) => {
  const worker = await startWorker(t);
  const client = await connect(t, worker);
  const transcript = await startCommand(client, `seq 1 ${flood}; cat`);
  for (let round = 1; round <= 5; round += 1) {
    const wanted = round * 300_000;
    await transcript.expect(() => transcript.length >= wanted);
    worker.stallLinks();
    // What was under way when the link stalled arrives; then there is silence, with the flood not half over.
    let before = -1;
    while (transcript.length !== before) {
      before = transcript.length;
      await delay(300);
    }

    t.true(before < expected.length);
    worker.healLinks();
  }
  await transcript.expect(() => transcript.length >= expected.length);
  worker.stallLinks();
  transcript.channel.end('typed during the stall');
  await delay(50);
  worker.healLinks();
  const {stdout, exit} = await transcript.result();
  t.is(exit, 0);
  t.true(stdout.toString() === `${expected}typed during the stall`);
});

test('a connection that comes during a stall gets nothing until it is healed', async (t) => {
  const worker = await startWorker(t);
  worker.stallLinks();
  const client = new ssh2.Client();
  t.teardown(() => client.destroy());
  let isReady = false;
  const ready = once(client, 'ready').then(() => (isReady = true));
  const connected = once(client, 'connect');
  client.connect({host: worker.host, port: worker.port, username: 'dnanexus', privateKey: userKey.private});
  await connected;
  await delay(100);
  t.false(isReady);
  worker.healLinks();
  await ready;
  t.is(await readOutput(client, 'echo through'), 'through');
});

test('a stalled link can be cut', async (t) => {
  const worker = await startWorker(t);
  const client = await connect(t, worker);
  worker.stallLinks();
  const closed = once(client, 'close');
  worker.cutLinks('close');
  await closed;
  worker.healLinks();
  t.is(await readOutput(await connect(t, worker), 'echo back'), 'back');
});

test('new keys are agreed on in the middle of traffic in both directions', async (t) => {
  const client = await connect(t, await startWorker(t));
  const transcript = await startCommand(client, 'cat');
  let agreements = 0;
  // ssh2's client has both, without saying so in its types or its documentation.
  const rekeyed = client as unknown as EventEmitter & {_protocol: {rekey(): void}};
  rekeyed.on('handshake', () => (agreements += 1));
  const sent: Buffer[] = [];
  for (let round = 0; round < 20; round += 1) {
    const bytes = Buffer.alloc(200_000, round);
    sent.push(bytes);
    transcript.channel.write(bytes);
    const agreed = once(rekeyed, 'handshake');
    rekeyed._protocol.rekey();
    await agreed;
  }
  transcript.channel.end();
  const {stdout} = await transcript.result();
  t.is(agreements, 20);
  t.true(stdout.equals(Buffer.concat(sent)));
});

test('several connections and channels work at once', async (t) => {
  const worker = await startWorker(t);
  const clients = await Promise.all([1, 2, 3].map(() => connect(t, worker)));
  const numbers = Array.from({length: 10}, (_, index) => index);
  const outputs = await Promise.all(
    clients.flatMap((client) => numbers.map((number) => readOutput(client, `sleep 0.1; echo ${number}`))),
  );
  t.deepEqual(outputs.map(Number), [...numbers, ...numbers, ...numbers]);
});
