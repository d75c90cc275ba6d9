import {spawnSync} from 'node:child_process';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import type {Program} from '../helpers/program.ts';
import {
  attach,
  createPlace,
  detach,
  enter,
  PROMPT,
  see,
  seeSelected,
  seeThat,
  tmuxTest,
} from './start-dxtop.ts';

const startAttached = async (t: ExecutionContext): Promise<Program> => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'the worker'});
  const program = await place.start();
  await seeSelected(program, 'the worker');
  await attach(program);
  return program;
};

/** Declares a test that needs a program, and tmux, on the worker. */
const programTest = (name: string, title: string, run: (t: ExecutionContext) => Promise<void>): void => {
  const isInstalled = spawnSync('sh', ['-c', `command -v ${name}`], {stdio: 'ignore'}).status === 0;
  if (isInstalled) tmuxTest(title, run);
  else test.serial.skip(`left out: ${name} is not installed — ${title}`, run);
};

programTest('vim', 'vim draws, edits and ends as over plain ssh', async (t) => {
  const program = await startAttached(t);
  enter(program, 'vim -u NONE -N file.txt');
  await see(program, /^~$/m);
  await see(program, '"file.txt" [New]');
  program.type('ihello from dxtop');
  await see(program, /^hello from dxtop$/m);
  // With a key right behind it, every terminal program takes Esc and the key for one: it is seen to have worked first.
  program.press('escape');
  await seeThat(program, 'the cursor on the last letter', (screen) => screen.cursor().x === 15);
  program.type('0Rjello');
  program.press('escape');
  await see(program, /^jello from dxtop$/m);
  await seeThat(program, 'the cursor on the o', (screen) => screen.cursor().x === 4);
  program.type(':wq\r');
  await see(program, /dnanexus@job-\w+:~\$$/m);
  enter(program, 'cat file.txt | tr a-z A-Z');
  await see(program, /^JELLO FROM DXTOP$/m);
  t.pass();
});

programTest('htop', 'htop takes F-keys', async (t) => {
  const program = await startAttached(t);
  enter(program, 'htop');
  await see(program, /F1\s?Help.*F5\s?Tree.*F10\s?Quit/);
  program.press('f5');
  await see(program, /F5\s?(?:List|Sorted)/);
  program.press('f10');
  await see(program, PROMPT);
  t.pass();
});

tmuxTest('Ctrl-a and Ctrl-b reach the worker’s tmux, F-keys too', async (t) => {
  const program = await startAttached(t);
  program.type('\x01c');
  await see(program, /3:bash\*/);
  program.type('\x02c');
  await see(program, /4:bash\*/);
  program.press('f3');
  await see(program, /3:bash\*/);
  program.press('f4');
  await see(program, /4:bash\*/);
  // The prefix twice is the key itself: to the start of the line.
  enter(program, 'cho moved-$((6*7))\x01\x01e');
  await see(program, 'moved-42');
  t.pass();
});

tmuxTest(
  'with tmux’s mouse mode on, clicks reach it, and the dashboard has no mouse afterwards',
  async (t) => {
    const program = await startAttached(t);
    enter(program, 'tmux set -g mouse on; tmux new-window; tmux split-window -h');
    await seeThat(program, 'the mouse to be on', (screen) => screen.modes().privateModes.includes('?1006h'));
    await see(program, '│');
    enter(program, 'echo right-$((6*7))');
    await see(program, /│right-42/);
    program.type('\x1b[<0;5;5M\x1b[<0;5;5m');
    enter(program, 'echo left-$((6*7))');
    await see(program, /^left-42/m);
    await detach(program);
    t.false(program.screen.modes().privateModes.some((mode) => /^\?(9|100\d|1015)h$/.test(mode)));
  },
);

test.serial('a change of the window’s size reaches the worker', async (t) => {
  const program = await startAttached(t);
  for (const [columns, rows] of [
    [132, 43],
    [70, 20],
    [250, 60],
  ] as const) {
    program.resize(columns, rows);
    // tmux takes one row for its status line.
    enter(
      program,
      `until s=$(stty size); [ "\${s#* }" = ${columns} ]; do sleep 0.1; done; stty size | tr ' ' x`,
    );
    await see(program, new RegExp(`^(${rows}|${rows - 1})x${columns}$`, 'm'));
  }
  await detach(program);
  await see(program, /^Last session: the worker/m);
  t.is(program.screen.columns, 250);
});

test.serial('a resize in the dashboard is known to the worker at the next attach', async (t) => {
  const program = await startAttached(t);
  await detach(program);
  program.resize(90, 25);
  await see(program, /STATE/);
  await attach(program);
  enter(program, `until s=$(stty size); [ "\${s#* }" = 90 ]; do sleep 0.1; done; stty size | tr ' ' x`);
  await see(program, /^2[45]x90$/m);
  t.pass();
});
