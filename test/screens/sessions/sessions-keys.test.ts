import test from 'ava';
import {untilApp} from '../../helpers/mount-app.tsx';
import {mountSessions} from './mount-sessions.ts';

test('F forgets a session whose job is over at once, and asks about one that is alive', async (t) => {
  const {app, registry} = await mountSessions(t);
  const until = (what: RegExp) => untilApp(app, String(what), () => what.test(app.text()));
  const names = () => registry.list().map(({jobName}) => jobName);
  app.press('S');
  await until(/not found +– ended/);
  app.press('G');
  await until(/^>job 1 /m);
  app.press('F');
  await until(/^Forgotten: the session on job 1\./m);
  t.deepEqual(names(), ['job 3', 'job 2', 'job 0']);
  app.press('g');
  await until(/^>job 0 /m);
  app.press('F');
  await until(/^ Forget job 0\?/m);
  app.press('\u001B');
  await until(/Enter goes back to it\./);
  t.deepEqual(names(), ['job 3', 'job 2', 'job 0']);
  app.press('F');
  await until(/^ Forget job 0\?/m);
  app.press('y');
  await until(/^Forgotten: the session on job 0\./m);
  t.deepEqual(names(), ['job 3', 'job 2']);
  t.regex(app.text(), /^ Sessions: 0 to pick up, 2 remembered/m);
});

test('d leads to the job, and Esc back to the session', async (t) => {
  const {app} = await mountSessions(t);
  const until = (what: RegExp) => untilApp(app, String(what), () => what.test(app.text()));
  app.press('S');
  await until(/not found +– ended/);
  app.press('j');
  await until(/^>job 3 /m);
  app.press('j');
  await until(/^>job 2 /m);
  app.press('d');
  await until(/Executions › Sessions › test_applet|overview/);
  app.press('\u001B');
  await until(/^>job 2 +✗ failed/m);
  t.regex(app.text(), /^Executions › Sessions\W*$/m);
});
