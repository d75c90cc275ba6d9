import test from 'ava';
import {untilApp} from '../helpers/mount-app.tsx';
import {mountSessions} from '../screens/sessions/mount-sessions.ts';

test('what the list does not know of the jobs of sessions is asked in one request', async (t) => {
  const {app, askedByIdCount} = await mountSessions(t);
  t.is(askedByIdCount(), 0);
  t.regex(
    app
      .text()
      .split('\n')
      .find((line) => line.startsWith('dxtop')) ?? '',
    / 1 session /,
  );
  app.press('S');
  await untilApp(app, 'the states', () => /✓ done +– ended/.test(app.text()));
  t.regex(app.text(), /^>job 0 +● running +● alive/m);
  t.regex(app.text(), /^ job 3 +not found +– ended/m);
  t.regex(app.text(), /^ job 2 +✗ failed +– ended/m);
  t.regex(app.text(), /^ Sessions: 1 to pick up, 4 remembered/m);
  t.is(askedByIdCount(), 1);
});
