import {writeFileSync} from 'node:fs';
import test, {type ExecutionContext} from 'ava';
import {createPlace, detach, type Place, PROMPT, quit, see, seeSelected} from './start-dxtop.ts';

const NOTE = /^ Once you connect to a job, the reproducibility of its results can no longer be ensured\.$/m;

const wish = ({home}: Place, note: string): void => {
  writeFileSync(home.settingsPath, `[ssh]\nreproducibility_note = "${note}"\n`);
};

const start = async (t: ExecutionContext, note: string) => {
  const place = await createPlace(t);
  wish(place, note);
  await place.control.addJob({name: 'the worker'});
  const program = await place.start();
  await seeSelected(program, 'the worker');
  program.press('enter');
  return {place, program};
};

test.serial(
  'before the first connection there is a note with the job’s network access, once for each user',
  async (t) => {
    const {place, program} = await start(t, 'once');
    await see(program, NOTE);
    t.regex(program.screen.text(), /^ Network access of this job: everywhere \(\*\)\.$/m);
    t.notRegex(program.screen.text(), PROMPT);
    program.press('enter');
    await see(program, PROMPT);
    await detach(program);
    t.is(await quit(program), 0);
    const again = await place.start();
    let printed = '';
    again.onOutput((bytes) => {
      printed += bytes.toString('utf8');
    });
    await seeSelected(again, 'the worker');
    again.press('enter');
    await see(again, PROMPT);
    t.notRegex(printed, /reproducibility/);
  },
);

test.serial('the note goes by itself', async (t) => {
  const {program} = await start(t, 'always');
  await see(program, NOTE);
  await see(program, PROMPT);
  t.notRegex(program.screen.text(), NOTE);
});

test.serial('who reads it and does not want to connect, does not', async (t) => {
  const {program} = await start(t, 'always');
  await see(program, NOTE);
  program.press('escape');
  await see(program, 'Not attached to the worker: cancelled.');
  program.press('enter');
  await see(program, NOTE);
  t.notRegex(program.screen.text(), PROMPT);
});
