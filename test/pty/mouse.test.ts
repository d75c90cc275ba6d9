import test from 'ava';
import type {Program} from '../helpers/program.ts';
import {addJobs, toNames} from './add-jobs.ts';
import {
  createPlace,
  enter,
  leaveTmux,
  type Place,
  PROMPT,
  quit,
  see,
  seeList,
  seeSelected,
  seeThat,
  selectedRow,
  tmuxTest,
} from './start-dxtop.ts';

const ON = ['?1000h', '?1006h'];

/** Turns the mouse on in the settings of a place. */
const wantMouse = ({home}: Place): void => {
  home.addSettings('[display]\nmouse = true\n');
};

const mouseModes = ({screen}: Program): readonly string[] =>
  screen.modes().privateModes.filter((mode) => /^\?(9|10\d\d)h$/.test(mode) && mode !== '?1004h');

const seeMouse = (program: Program, isOn: boolean): Promise<void> =>
  seeThat(
    program,
    `the mouse ${isOn ? 'on' : 'off'}`,
    () => mouseModes(program).join() === (isOn ? ON.join() : ''),
  );

/** Where a text stands on the screen; from 1, as a terminal reports it. */
const placeOf = ({screen}: Program, text: string): {column: number; row: number} => {
  const row = screen.lines().findIndex((line) => line.includes(text));
  if (row === -1) throw new Error(`there is no ${text}:\n${screen.text()}`);
  return {column: (screen.lines()[row] ?? '').indexOf(text) + 1, row: row + 1};
};

/** Presses and releases the left button on a text. */
const click = (program: Program, text: string): void => {
  const {column, row} = placeOf(program, text);
  program.type(`\x1b[<0;${column};${row}M\x1b[<0;${column};${row}m`);
};

/** `job A`, `job B`, … */
const toJobNames = (count: number) => toNames(count, (number) => `job ${String.fromCharCode(64 + number)}`);

test.serial(
  'the mouse is off until a command turns it on, and then selects, opens, sorts and presses',
  async (t) => {
    const place = await createPlace(t);
    await addJobs(place, toJobNames(12), 'done');
    const program = await place.start();
    await seeSelected(program, 'job A');
    t.deepEqual(mouseModes(program), []);
    // What a terminal sends without being asked is nothing.
    click(program, 'job C');
    program.press('down');
    await seeSelected(program, 'job B');
    program.type(':mouse');
    await see(program, /^mouse +turn the mouse on/m);
    program.press('enter');
    await seeMouse(program, true);

    click(program, 'job C');
    await seeSelected(program, 'job C');
    const {column, row} = placeOf(program, 'job C');
    program.type(`\x1b[<65;${column};${row}M`);
    await seeSelected(program, 'job F');
    program.type(`\x1b[<64;${column};${row}M`);
    await seeSelected(program, 'job C');
    click(program, 'NAME');
    await see(program, /NAMEv/);
    click(program, 'NAME');
    await see(program, /NAME\^/);
    await seeThat(program, 'the last one on top', (screen) => /STATE[^\n]*\n[^\n]*job L/.test(screen.text()));

    click(program, 'job D');
    await seeSelected(program, 'job D');
    click(program, 'job D');
    await see(program, /^Executions › job D$/m);
    click(program, 'timeline');
    await see(program, 'The platform has told no times.');
    click(program, 'Esc back');
    await seeList(program);
    await seeThat(program, 'the row as it was', (screen) => selectedRow(screen).includes('job D'));

    program.type(':mouse');
    await see(program, /^mouse +turn the mouse off/m);
    program.press('enter');
    await seeMouse(program, false);
    // One that is late, and cut in two.
    program.type('\x1b[<0;3');
    program.type(';7M');
    program.press('down');
    await seeSelected(program, 'job C');
    t.is(await quit(program), 0);
  },
);

test.serial('the mouse folds, and chooses from menus and the palette', async (t) => {
  const place = await createPlace(t);
  wantMouse(place);
  const parent = await place.control.addJob({name: 'scatter', state: 'running'});
  await place.control.addJob({name: 'shard', state: 'running', parentJob: parent});
  const program = await place.start();
  await see(program, /▸ scatter/);
  await seeMouse(program, true);
  click(program, '▸ scatter');
  await see(program, /▾ scatter[^]* shard /);
  click(program, '▾ scatter');
  await see(program, /▸ scatter/);

  program.press('o');
  await see(program, /^Sort by {2}s state/m);
  click(program, 'n name');
  await see(program, /NAMEv/);

  program.type(':');
  await see(program, /^:$/m);
  click(program, 'set up the SSH key');
  await seeThat(program, 'the palette on the set-up', (screen) => {
    const row = screen.lines().findIndex((line) => line.startsWith('setup '));
    return row !== -1 && screen.cell(0, row).isInverse;
  });
  click(program, 'set up the SSH key');
  await see(program, 'Make a new key pair');
  click(program, 'Make a new key pair');
  await see(program, 'What kind of key pair?');
  click(program, 'Ed25519, short and fast');
  await see(program, 'Passphrase (not shown):');
  click(program, 'Esc back');
  await see(program, 'Make a new key pair');
  click(program, 'Leave everything as it is');
  await seeList(program);
  t.is(await quit(program), 0);
});

test.serial('the wheel moves every screen that scrolls', async (t) => {
  const place = await createPlace(t);
  wantMouse(place);
  await addJobs(place, toJobNames(2), 'done');
  const program = await place.start();
  await seeSelected(program, 'job A');
  await seeMouse(program, true);
  click(program, '? help');
  await see(program, /j\/k scroll \(1\//);
  program.type('\x1b[<65;5;5M');
  await see(program, /j\/k scroll \(4\//);
  program.type('\x1b[<64;5;5M');
  await see(program, /j\/k scroll \(1\//);
  program.press('escape');
  await seeList(program);
  t.is(await quit(program), 0);
  t.deepEqual(mouseModes(program), []);
});

tmuxTest('a session has the mouse for itself, and the dashboard has it again afterwards', async (t) => {
  const place = await createPlace(t);
  wantMouse(place);
  await place.control.addJob({name: 'the worker'});
  const program = await place.start();
  await seeSelected(program, 'the worker');
  await seeMouse(program, true);
  click(program, 'the worker');
  await see(program, PROMPT);
  await seeMouse(program, false);
  await leaveTmux(program);
  enter(
    program,
    String.raw`clear; printf '\033[?1002h\033[?1006h'; cat -v; printf '\033[?1002l\033[?1006l'; echo over-$((6*7))`,
  );
  await seeThat(program, 'the worker’s own mouse', () => mouseModes(program).join() === '?1002h,?1006h');
  program.type('\x1b[<0;7;3M\x1b[<0;7;3m\r');
  await see(program, '^[[<0;7;3M^[[<0;7;3m');
  program.press('ctrl-c');
  await see(program, PROMPT);
  program.type('\r~d');
  await see(program, /^Detached from the worker/m);
  await seeList(program);
  await seeMouse(program, true);
  await seeSelected(program, 'the worker');
  t.is(await quit(program), 0);
  t.deepEqual(mouseModes(program), []);
});

test.serial(
  'in the form that runs something again a press changes a field, and asks before anything runs',
  async (t) => {
    const place = await createPlace(t);
    wantMouse(place);
    const executable = place.control.addApp({inputSpec: []});
    await place.control.addJob({name: 'again', state: 'failed', executable});
    const program = await place.start();
    await seeSelected(program, 'again');
    await seeMouse(program, true);
    program.press('R');
    await see(program, /^> name +again \(re-run\)$/m);
    click(program, '[ ] ExecutionError');
    await see(program, /^> +\[x\] ExecutionError$/m);
    click(program, '[ Run ]');
    await see(program, /^> +\[ Run \]$/m);
    click(program, '[ Run ]');
    await see(program, /^ debug on +ExecutionError$/m);
    t.false(place.control.requests().some(({method}) => method === 'run'));
    t.is(await quit(program), 0);
  },
);
