import {fileURLToPath} from 'node:url';
import test from 'ava';
import type {Program} from '../helpers/program.ts';
import {DEFAULT_MODES} from '../helpers/screen-modes.ts';
import {createPlace, exitOf, type Place, PROMPT, readFreshStty, see, seeSelected} from './start-dxtop.ts';

const SIGNALS = [
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGQUIT', 131],
] as const;
/** Loaded before the program, it throws outside of everything when the signal comes. */
const CRASHER = fileURLToPath(new URL('../fixtures/crash-on-signal.js', import.meta.url));

const stay = (): Promise<void> => Promise.resolve();

/** Where the program can be when something ends it, and how it gets there. */
const PHASES: Readonly<Record<string, (program: Program, place: Place) => Promise<void>>> = {
  'in the list': stay,
  'in an execution': async (program) => {
    program.press('d');
    await see(program, 'Esc back');
  },
  'in the checklist': async (program, place) => {
    place.control.setLatencyMs(600_000);
    program.press('enter');
    await see(program, 'Attaching to the worker');
  },
  'at a question': async (program, place) => {
    place.control.setClientIp('203.0.113.7');
    program.press('enter');
    await see(program, 'connect to it? y/N');
  },
  'while attached': async (program) => {
    program.press('enter');
    await see(program, PROMPT);
    // A program that has turned much of the terminal's state on.
    program.type(
      `printf '\\033[?1049h\\033[?1000;1006;2004h\\033[?25l\\033[?1h\\033[31mdrawn'; sleep 1000\r`,
    );
    await see(program, /^drawn|drawn$/m);
  },
  'while the link is lost': async (program, place) => {
    program.press('enter');
    await see(program, PROMPT);
    place.control.setLatencyMs(600_000);
    place.control.worker(place.control.findJob('the worker'))?.cutLinks('reset');
    await see(program, 'Connection to the worker lost');
  },
};

const startInPhase = async (
  place: Place,
  enterPhase: (program: Program, place: Place) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<Program> => {
  const program = await place.start({env});
  await seeSelected(program, 'the worker');
  await enterPhase(program, place);
  return program;
};

for (const [phase, enterPhase] of Object.entries(PHASES)) {
  test.serial(`each ending signal ${phase} leaves the terminal as it was, with code 128 + n`, async (t) => {
    const stty = await readFreshStty();
    await Promise.all(
      SIGNALS.map(async ([signal, code]) => {
        const place = await createPlace(t);
        await place.control.addJob({name: 'the worker'});
        const program = await startInPhase(place, enterPhase);
        const startMs = performance.now();
        program.kill(signal);
        t.is(await exitOf(program), code, signal);
        t.true(performance.now() - startMs < 15_000, `${signal} ends it soon`);
        t.is(await program.stty(), stty, signal);
        t.deepEqual(program.screen.modes(), DEFAULT_MODES, signal);
        t.deepEqual(
          program.screen.events.filter(({kind}) => kind !== 'reply'),
          [],
        );
      }),
    );
  });
}

for (const [phase, enterPhase] of Object.entries(PHASES)) {
  test.serial(`a crash ${phase} leaves the terminal as it was, says so, and ends with 70`, async (t) => {
    const place = await createPlace(t);
    await place.control.addJob({name: 'the worker'});
    const env = {NODE_OPTIONS: `--import=${CRASHER}`};
    const program = await startInPhase(place, enterPhase, env);
    program.kill('SIGUSR2');
    t.is(await exitOf(program), 70);
    t.is(await program.stty(), await readFreshStty());
    t.deepEqual(program.screen.modes(), DEFAULT_MODES);
    t.regex(program.screen.text(), /dxtop: it crashed, sorry\. Error: crashed on purpose/);
  });
}

test.serial('Ctrl-c in the list quits, and while attached it reaches the worker', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'the worker'});
  const program = await startInPhase(place, stay);
  program.press('enter');
  await see(program, PROMPT);
  program.type('sleep 1000\r');
  await see(program, /\$ sleep 1000$/m);
  program.press('ctrl-c');
  await see(program, /\^C\n.*\$$/m);
  program.type('echo alive-$((6*7))\r');
  await see(program, 'alive-42');
  const other = await startInPhase(place, stay);
  other.press('ctrl-c');
  t.is(await exitOf(other), 0);
});
