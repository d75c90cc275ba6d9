import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import type {ExecutionContext} from 'ava';
import {createRandom} from '../../source/emulator/random.ts';
import {
  attach,
  createPlace,
  dismiss,
  enter,
  FACT_MS,
  findWorkerHome,
  leaveTmux,
  type Place,
  PROMPT,
  see,
  seeSelected,
  tmuxTest,
} from './start-dxtop.ts';
import type {Program} from '../helpers/program.ts';

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const startAttached = async (t: ExecutionContext): Promise<{place: Place; program: Program}> => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'the worker'});
  const program = await place.start({columns: 120});
  await seeSelected(program, 'the worker');
  await attach(program);
  return {place, program};
};

/** Waits until a file of the worker has so many bytes, and answers them. */
const readWhenComplete = async (place: Place, file: string, bytes: number): Promise<Buffer> => {
  const endMs = performance.now() + FACT_MS;
  for (;;) {
    const home = findWorkerHome(place, file);
    const content = home === undefined ? Buffer.alloc(0) : readFileSync(path.join(home, file));
    if (content.length >= bytes) return content;
    if (performance.now() > endMs) throw new Error(`${file} has ${content.length} of ${bytes} bytes`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** 16 bytes each: 50,000 in a cycle, 1,000,000 in 20. */
const LINES_PER_CYCLE = 3125;

/** All bytes in random order; after a line's end never the escape character, which would be dxtop's. */
const createNoise = (count: number): Buffer => {
  const random = createRandom(9);
  const bytes = Buffer.alloc(count);
  for (let index = 0; index < count; index++) {
    const previous = bytes[index - 1] ?? 0x0d;
    const isLineStart = previous === 0x0a || previous === 0x0d;
    do bytes[index] = random.int(0, 255);
    while (isLineStart && bytes[index] === 0x7e);
  }
  return bytes;
};

tmuxTest('25,600 random bytes reach the worker as they were typed', async (t) => {
  const {place, program} = await startAttached(t);
  await leaveTmux(program);
  const noise = createNoise(25_600);
  t.is(new Set(noise).size, 256);
  enter(
    program,
    `stty raw -echo; echo go-$((6*7)); head -c ${noise.length} > noise; stty sane; sha256sum noise`,
  );
  await see(program, 'go-42');
  program.type(noise);
  t.is(hash(await readWhenComplete(place, 'noise', noise.length)), hash(noise));
  await see(program, hash(noise));
  await see(program, PROMPT);
});

tmuxTest('a paste of 1 MB reaches the worker whole, and its escapes are text', async (t) => {
  const {place, program} = await startAttached(t);
  await leaveTmux(program);
  const line = '~d ~. this was copied from somewhere, and ~~ means nothing in it 配列\n';
  const text = line.repeat(Math.ceil(1_000_000 / Buffer.byteLength(line)));
  const paste = Buffer.from(`\x1b[200~${text}\x1b[201~`);
  enter(
    program,
    `stty raw -echo; echo go-$((6*7)); head -c ${paste.length} > paste; stty sane; sha256sum paste`,
  );
  await see(program, 'go-42');
  program.type(paste);
  t.is(hash(await readWhenComplete(place, 'paste', paste.length)), hash(paste));
  await see(program, hash(paste));
});

/**
 * 20 times: attach, type 50,000 bytes into a program of the tmux session, detach when it has them. The program keeps
 * what it got in a file. The lines are numbered, so that one byte lost, doubled or moved is seen.
 */
tmuxTest('in 20 attaches none of 1,000,000 bytes is lost or doubled', async (t) => {
  t.timeout(300_000);
  const {place, program} = await startAttached(t);
  const toLines = (cycle: number): string =>
    Array.from(
      {length: LINES_PER_CYCLE},
      (_, index) => `${String(cycle * LINES_PER_CYCLE + index).padStart(7, '0')} 0123456\r`,
    ).join('');
  const expected = Buffer.from(Array.from({length: 20}, (_, cycle) => toLines(cycle)).join(''));
  enter(program, `clear; stty raw -echo; echo go-$((6*7)); cat > typed`);
  await see(program, /^go-42/m);
  for (let cycle = 0; cycle < 20; cycle++) {
    if (cycle > 0) {
      program.press('enter');
      await see(program, /^go-42/m);
    }
    program.type(toLines(cycle));
    await readWhenComplete(place, 'typed', (cycle + 1) * LINES_PER_CYCLE * 16);
    program.type('~d');
    await dismiss(program, /^Detached from the worker; the session lives on\./m);
  }
  const typed = await readWhenComplete(place, 'typed', expected.length);
  t.is(typed.length, expected.length);
  t.is(hash(typed), hash(expected));
});
