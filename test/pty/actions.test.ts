import test from 'ava';
import {createPlace, exitOf, type Place, quit, see, seeList, seeSelected, seeThat} from './start-dxtop.ts';

/** The calls that changed something. */
const changesSeen = ({control}: Place) =>
  control
    .requests()
    .map(({route}) => route)
    .filter((route) => /terminate|Tags|setProperties|update/.test(route));

test.serial(
  'X shows a plan, y begins five seconds to undo it, then the job ends and `:log` tells of it',
  async (t) => {
    const place = await createPlace(t);
    await place.control.addJob({name: 'too long', state: 'running'});
    const program = await place.start();
    await seeSelected(program, 'too long');
    program.type('X');
    await see(program, /^ Terminate 1 execution$/m);
    await see(program, /^ ● running .*too long$/m);
    program.type('y');
    await see(program, /Nothing is sent yet: [45] s to undo it\./);
    t.deepEqual(changesSeen(place), []);
    program.press('enter');
    await see(program, /^Terminating 1 execution in \d s\. :undo takes it back\.$/m);
    await see(program, /^Terminated 1 of 1\.$/m);
    t.deepEqual(changesSeen(place), ['job/terminate']);
    // Its other name; `:changes` is its own.
    program.type(':log');
    await see(program, /^:log$/m);
    await see(program, /^changes +all that dxtop has changed/m);
    program.press('enter');
    await see(program, /\d\d:\d\d:\d\d {2}job-\w{24} +terminate: done {2}\(too long\)/);
    program.press('escape');
    await seeList(program);
    t.is(await quit(program), 0);
  },
);

test.serial('the answer is No unless it is y, and Escape within five seconds takes it back', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'stays', state: 'running'});
  const program = await place.start();
  await seeSelected(program, 'stays');
  program.type('X');
  await see(program, /^ Terminate 1 execution$/m);
  program.press('enter');
  await seeSelected(program, 'stays');
  program.type('X');
  await see(program, /^ Terminate 1 execution$/m);
  program.type('y');
  await see(program, /Nothing is sent yet/);
  program.press('escape');
  await see(program, /^Undone: nothing was sent\.$/m);
  t.is(await quit(program), 0);
  t.deepEqual(changesSeen(place), []);
});

test.serial('dxtop that ends before the five seconds do sends nothing, and says so', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'stays', state: 'running'});
  const program = await place.start();
  await seeSelected(program, 'stays');
  program.type('X');
  await see(program, /^ Terminate 1 execution$/m);
  program.type('y');
  await see(program, /Nothing is sent yet/);
  program.press('enter');
  await see(program, /^Terminating 1 execution/m);
  program.press('q');
  t.is(await exitOf(program), 0);
  t.regex(program.screen.text(), /dxtop: 1 execution was not changed any more: stays\./);
  t.deepEqual(changesSeen(place), []);
});

test.serial('T adds tags and sets properties', async (t) => {
  const place = await createPlace(t);
  const id = await place.control.addJob({name: 'sample', state: 'done'});
  const program = await place.start();
  await seeSelected(program, 'sample');
  program.type('T');
  await see(program, /^Tags and properties:/m);
  program.type('night lane=7 "');
  await see(program, /lane=7 "$/m);
  program.press('enter');
  await see(program, 'A quote is open.');
  program.press('backspace');
  program.press('enter');
  await see(program, /^ add tag night, set lane to 7\.$/m);
  program.type('y');
  await see(program, /Over: 1 done/);
  const described = place.control.requests().filter(({route}) => /Tags|Properties/.test(route));
  t.deepEqual(
    described.map(({subject, body}) => [subject, body]),
    [
      [id, {tags: ['night']}],
      [id, {properties: {lane: '7'}}],
    ],
  );
  program.press('escape');
  await seeList(program);
  t.is(await quit(program), 0);
});

test.serial('with --read-only nothing is changed, and the key says why', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'stays', state: 'running'});
  const program = await place.start({args: ['--read-only']});
  await seeSelected(program, 'stays');
  program.type('X');
  await see(program, /^Not done: read-only mode\.$/m);
  program.type(':terminate');
  await see(program, /^:terminate$/m);
  await see(program, /^terminate +X +terminate, after a plan and a question: read-only mode/m);
  program.press('escape');
  await seeThat(program, 'no palette', (screen) => !screen.text().includes(':terminate'));
  t.is(await quit(program), 0);
  t.deepEqual(changesSeen(place), []);
});

test.serial(
  'X and y act on the execution whose screen is open, and not on what is marked below it',
  async (t) => {
    const place = await createPlace(t);
    const id = await place.control.addJob({name: 'opened', state: 'running'});
    await place.control.addJob({name: 'marked', state: 'running', created: Date.now() - 60_000});
    const program = await place.start();
    await seeSelected(program, 'opened');
    program.type('j');
    await seeSelected(program, 'marked');
    program.type(' ');
    await see(program, /^1 execution marked\./m);
    program.type('g');
    await seeSelected(program, 'opened');
    program.type('d');
    await see(program, /^Executions › opened$/m);
    program.type('y');
    await see(program, /^Copy: .*i the ID/m);
    program.type('i');
    await see(program, `Copied, if your terminal lets programs do that: ${id}`);
    program.type('X');
    await see(program, /^ Terminate 1 execution$/m);
    await see(program, /^ ● running .*opened$/m);
    program.type('y');
    await see(program, /Over: 1 done/);
    program.press('escape');
    await see(program, /^Executions › opened$/m);
    program.press('escape');
    // The mark was on another one.
    await see(program, /^1 execution marked\./m);
    const ended = place.control.requests().filter(({route}) => route === 'job/terminate');
    t.deepEqual(
      ended.map(({subject}) => subject),
      [id],
    );
    t.is(await quit(program), 0);
  },
);

test.serial('where it says why, T and y act on the execution that is asked about', async (t) => {
  const place = await createPlace(t);
  const id = await place.control.addJob({name: 'broken', state: 'failed'});
  const program = await place.start({args: ['--read-only']});
  await seeSelected(program, 'broken');
  program.type('e');
  await see(program, /^ Why broken ended failed$/m);
  program.type('T');
  await see(program, /^ Not done: read-only mode\.$/m);
  program.type('y');
  await see(program, /^Copy: .*i the ID/m);
  program.type('i');
  await see(program, `Copied, if your terminal lets programs do that: ${id}`);
  program.press('escape');
  await seeList(program);
  t.is(await quit(program), 0);
  t.deepEqual(changesSeen(place), []);
});
