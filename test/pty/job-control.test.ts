import {execFileSync} from 'node:child_process';
import {rmSync} from 'node:fs';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {type Program, startProgram} from '../helpers/program.ts';
import {BUNDLE, createPlace, type Place, PROMPT, see, seeSelected, seeThat} from './start-dxtop.ts';
import {seeWaiting, toHoldVariables} from './start-held.ts';
import {typeIntoGap} from './type-into-gap.ts';

const SHELL_PROMPT = /^ready\$ ?$/m;

/** The program as it is started in an interactive shell; `ready$` is the shell's prompt. */
const openShell = async (
  t: ExecutionContext,
  prepare: (place: Place) => void,
  variables: Readonly<Record<string, string>> = {},
): Promise<Program> => {
  const place = await createPlace(t);
  prepare(place);
  await place.control.addJob({name: 'the worker'});
  const program = await startProgram({
    file: 'bash',
    args: ['--norc', '--noprofile', '-i'],
    env: {...place.env, ...variables, PS1: 'ready$ ', NODE: process.execPath, BUNDLE},
    cwd: place.home.path,
    columns: 100,
    rows: 30,
  });
  t.teardown(() => program.close());
  await see(program, SHELL_PROMPT);
  program.type('stty -g > before; "$NODE" "$BUNDLE"\r');
  return program;
};

/** The same, with the list on the screen. */
const startInShell = async (t: ExecutionContext, settings = ''): Promise<Program> => {
  const program = await openShell(t, ({home}) => {
    home.addSettings(settings);
  });
  await seeSelected(program, 'the worker');
  return program;
};

/** The shell has its terminal: as before, with the job stopped. */
const seeStopped = async (t: ExecutionContext, program: Program): Promise<void> => {
  await see(program, /Stopped/);
  await see(program, SHELL_PROMPT);
  program.type('stty -g > stopped; cmp before stopped && echo same-$((6*7))\r');
  await see(program, 'same-42');
  const {isAlternateScreen, privateModes} = program.screen.modes();
  t.false(isAlternateScreen);
  // The shell itself brackets pastes.
  t.deepEqual(
    privateModes.filter((mode) => mode !== '?2004h'),
    [],
  );
};

test.serial('Ctrl-z suspends the dashboard, and fg brings it back to the same row', async (t) => {
  const program = await startInShell(t);
  program.press('ctrl-z');
  await seeStopped(t, program);
  program.type('fg; echo "ended with $?"\r');
  await seeSelected(program, 'the worker');
  t.true(program.screen.modes().isAlternateScreen);
  program.press('q');
  await see(program, /^ended with 0$/m);
});

test.serial('Ctrl-z over the painted list suspends it as well, and fg leads to the dashboard', async (t) => {
  const program = await openShell(t, ({home}) => rmSync(home.settingsPath), toHoldVariables('waits'));
  await see(program, 'Asking the platform');
  await seeWaiting(program);
  program.press('ctrl-z');
  await seeStopped(t, program);
  program.type('kill -USR2 %1; fg; echo "ended with $?"\r');
  await seeSelected(program, 'the worker');
  t.true(program.screen.modes().isAlternateScreen);
  program.press('q');
  await see(program, /^ended with 0$/m);
});

test.serial('the shell gets its terminal without the mouse, which is on again after fg', async (t) => {
  const program = await startInShell(t, '[display]\nmouse = true\n');
  const seeMouse = () =>
    seeThat(program, 'the mouse on', (screen) => {
      const on = screen.modes().privateModes;
      return on.includes('?1000h') && on.includes('?1006h');
    });
  await seeMouse();
  program.press('ctrl-z');
  await seeStopped(t, program);
  program.type('fg; echo "ended with $?"\r');
  await seeSelected(program, 'the worker');
  await seeMouse();
  program.press('q');
  await see(program, /^ended with 0$/m);
  t.false(program.screen.modes().privateModes.some((mode) => mode.startsWith('?10')));
});

test.serial(
  'a stop while attached gives the shell its terminal, and fg goes on in the session',
  async (t) => {
    const program = await startInShell(t);
    program.press('enter');
    await see(program, PROMPT);
    program.type('clear; echo mark-$((6*7))\r');
    await see(program, /^mark-42/m);
    program.type('\x1a');
    program.type('echo still-$((6*7))\r');
    // Ctrl-z itself belongs to the worker.
    await see(program, 'still-42');
    const pid = execFileSync('ps', ['-o', 'pid=,ppid=,args=', '-e'], {encoding: 'utf8'})
      .split('\n')
      .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
      .find((match) => Number(match?.[2]) === program.pid && match?.[3]?.includes('dxtop.js'));
    process.kill(Number(pid?.[1]), 'SIGTSTP');
    await seeStopped(t, program);
    program.type('fg\r');
    await seeThat(
      program,
      'the session again',
      (screen) => /^still-42/m.test(screen.text()) && screen.modes().isAlternateScreen,
    );
    program.type('echo more-$((6*7))\r');
    await see(program, 'more-42');
    program.type('\r~d');
    await seeSelected(program, 'the worker');
  },
);

test.serial(
  'Ctrl-z in the checklist and while the link is lost suspends as well, and fg goes on there',
  async (t) => {
    let control: Place['control'] | undefined;
    const program = await openShell(t, (place) => {
      control = place.control;
    });
    await seeSelected(program, 'the worker');
    control?.setLatencyMs(600_000);
    program.press('enter');
    await see(program, 'Attaching to the worker');
    program.press('ctrl-z');
    await seeStopped(t, program);
    program.type('clear; fg\r');
    await see(program, 'Attaching to the worker');
    control?.setLatencyMs(0);
    program.press('escape');
    await seeSelected(program, 'the worker');
    await see(program, 'Not attached to the worker: cancelled.');
    program.press('enter');
    await see(program, PROMPT);
    program.type('clear; echo mark-$((6*7))\r');
    await see(program, /^mark-42/m);
    control?.failNext({route: 'job/describe', kind: 'status', status: 500, count: 1000});
    control?.worker(control.findJob('the worker'))?.cutLinks('reset');
    await see(program, 'Connection to the worker lost');
    // Before this, Ctrl-z may fall into the quarantine after the session.
    await typeIntoGap(program);
    program.press('ctrl-z');
    await seeStopped(t, program);
    control?.clearFaults();
    program.type('clear; fg\r');
    await see(program, /^mark-42/m);
    program.type('echo more-$((6*7))\r');
    await see(program, 'more-42');
  },
);
