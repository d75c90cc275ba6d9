import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {createPlace, quit, see, seeList, seeSelected, seeThat} from './start-dxtop.ts';

const MINUTE_MS = 60_000;
const stdout = (msg: string) => ({source: 'APP', level: 'STDOUT', msg}) as const;

test.serial(
  'a log is followed, scrolled, searched, filtered and saved, and the list is as it was',
  async (t) => {
    const place = await createPlace(t);
    const nowMs = Date.now();
    for (let number = 9; number >= 1; number--)
      await place.control.addJob({
        name: `other ${number}`,
        state: 'done',
        created: nowMs - number * MINUTE_MS,
      });
    const job = await place.control.addJob({name: 'the one', created: nowMs - 10 * MINUTE_MS});
    for (let count = 1; count <= 300; count++) place.control.log(job, stdout(`line ${count}.`));
    place.control.log(job, {source: 'APP', level: 'STDERR', msg: '\u001B[31mcareful\u001B[0m \u001B[8mnow'});
    const program = await place.start({columns: 100, rows: 24});
    await see(program, 'the one');
    program.press('G');
    await seeSelected(program, 'the one');
    const rowOf = () => program.screen.lines().findIndex((line) => line.startsWith('>'));
    const row = rowOf();

    program.press('l');
    await see(program, /STDERR careful ␛\[8mnow/);
    await see(program, /live, following/);
    const y = program.screen.lines().findIndex((line) => line.includes('careful'));
    t.is(program.screen.cell(program.screen.lines()[y]?.indexOf('careful') ?? 0, y).foreground, 1);
    place.control.log(job, stdout('a new line'));
    await see(program, 'STDOUT a new line');

    program.press('g');
    await see(program, /STDOUT line 1\.$/m);
    await see(program, /^ live {2}\d/m);
    program.type('/line 250.');
    await see(program, /^ \/line 250\./m);
    await see(program, /^Enter search {2}Esc leave$/m);
    program.press('enter');
    await see(program, /^>.*STDOUT line 250\.$/m);
    await see(program, /STDOUT line 246\.$/m);
    program.type('/line 26');
    program.press('enter');
    await see(program, /^>.*STDOUT line 260\.$/m);
    program.press('n');
    await see(program, /^>.*STDOUT line 261\.$/m);
    program.type('NN');
    await see(program, /^>.*STDOUT line 26\.$/m);
    program.type('/nowhere');
    program.press('enter');
    await see(program, 'No line has "nowhere".');

    program.type('vv');
    await see(program, /of \d+ lines {2}errors/);
    await seeThat(program, 'no standard output', () => !program.screen.text().includes('STDOUT'));
    await see(program, 'careful');
    program.press('W');
    await see(program, new RegExp(`write to the file ${job}\\.log`));
    program.press('ctrl-u');
    program.type(path.join(place.home.path, 'saved.log'));
    program.press('enter');
    // The job itself may have written another one meanwhile.
    await see(program, /\d lines? written to /);
    const saved = readFileSync(path.join(place.home.path, 'saved.log'), 'utf8');
    t.regex(saved, /^\S+Z STDERR careful ␛\[8mnow$/m);
    t.false(saved.includes('line 250'));

    place.control.endJob(job, {state: 'done'});
    program.press('f');
    await see(program, /^ end of log/m);
    program.press('escape');
    await seeList(program);
    await seeSelected(program, 'the one');
    t.is(rowOf(), row);
    t.is(await quit(program), 0);
  },
);

test.serial('while the server restarts the lines stay, and the log goes on by itself', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob({name: 'the one'});
  place.control.log(job, stdout('before'));
  const program = await place.start({columns: 100, rows: 24});
  await seeSelected(program, 'the one');
  program.press('l');
  await see(program, 'STDOUT before');
  place.control.failNext({route: 'job/getLog', kind: 'reset', count: 2});
  place.control.restartLogs();
  await see(program, /Next try in \d+ s\./);
  await see(program, 'STDOUT before');
  place.control.log(job, stdout('after'));
  await see(program, 'STDOUT after');
  await see(program, /^ live, following/m);
  t.is(program.screen.text().match(/STDOUT before/g)?.length, 1);
  program.press('l');
  await seeList(program);
  t.is(await quit(program), 0);
});

test.serial('a log of a tree shows who wrote what, and a job can be muted', async (t) => {
  const place = await createPlace(t);
  const parent = await place.control.addJob({name: 'parent'});
  const child = await place.control.addJob({name: 'child', parentJob: parent, rootExecution: parent});
  place.control.log(parent, stdout('from above'));
  place.control.log(child, stdout('from below'));
  const program = await place.start({columns: 100, rows: 24});
  await seeSelected(program, 'parent');
  program.press('l');
  await see(program, 'from above');
  program.press('a');
  await see(program, /child +STDOUT from below$/m);
  await see(program, /parent +STDOUT from above$/m);
  const first = /^ (?<name>parent|child) \d/m.exec(program.screen.text())?.groups?.['name'] ?? '';
  program.press('x');
  await see(program, new RegExp(`\\(${first} muted\\)`));
  const words = first === 'parent' ? 'from above' : 'from below';
  await seeThat(program, `no line of ${first}`, () => !program.screen.text().includes(words));
  program.press('x');
  await see(program, words);
  // The next one as well, and then all of them are heard again.
  program.press('x');
  await see(program, new RegExp(`\\(${first} muted\\)`));
  const second = first === 'parent' ? 'child' : 'parent';
  program.type('.x');
  await see(program, new RegExp(`\\(${second} muted\\)`));
  await seeThat(program, 'no line of either', () => !/from (above|below)/.test(program.screen.text()));
  program.press('0');
  await see(program, 'from above');
  await see(program, 'from below');
  // The page of the execution knows the names as well.
  program.press('l');
  await seeList(program);
  program.press('d');
  await see(program, /^ {2}overview {2}failure /m);
  program.press('right');
  await see(program, 'Nothing has failed');
  program.press('right');
  await see(program, /STDOUT from above$/m);
  program.press('a');
  await see(program, /child +STDOUT from below$/m);
  t.is(await quit(program), 0);
});
