import test from 'ava';
import {untilApp} from '../helpers/mount-app.tsx';
import {toFingerprint} from '../../source/services/ssh/fingerprint.ts';
import {mountSessions} from '../screens/sessions/mount-sessions.ts';
import {toRecord} from '../services/storage/state-folder.ts';

test('what became of the jobs of sessions is asked in one request for all', async (t) => {
  const {app, askedCounts} = await mountSessions(t);
  await untilApp(app, 'one session', () => /^dxtop.* 1 session /m.test(app.text()));
  app.press('S');
  await untilApp(app, 'the states', () => /✓ done +– ended/.test(app.text()));
  t.regex(app.text(), /^>job 0 +● running +● alive/m);
  t.regex(app.text(), /^ job 3 +not found +– ended/m);
  t.regex(app.text(), /^ job 2 +✗ failed +– ended/m);
  t.regex(app.text(), /^ Sessions: 1 to pick up, 4 remembered/m);
  t.deepEqual(new Set(askedCounts()), new Set([4]));
});

test('a session whose job was restarted since is not offered, and the list says why', async (t) => {
  const {app, control, ids} = await mountSessions(t);
  await untilApp(app, 'the offer', () => /^Last session: job 0, .* S Enter picks it up\./m.test(app.text()));
  const [id = ''] = ids;
  await control.restartJob(id);
  app.press('r');
  const gone = 'Last session: job 0 is gone, restarted since (try 1). S F forgets it.';
  await untilApp(app, 'the news', () => app.text().includes(gone));
  app.press('S');
  const reason = 'Its worker is gone: the job was restarted since (try 1). Enter opens a new session there.';
  await untilApp(app, 'the reason', () => app.text().replaceAll(/\s+/g, ' ').includes(reason));
  t.regex(app.text(), /^>job 0 +● running +– ended/m);
  app.press('F');
  await untilApp(app, 'three sessions', () => app.text().includes('0 to pick up, 3 remembered'));
  app.press('\u001B');
  await untilApp(app, 'the list', () => /^ ?STATE +NAME/m.test(app.text()));
  t.notRegex(app.text(), /Last session/);
});

test('a session whose worker has another host key now has ended, and one with the same lives', async (t) => {
  const {app, control, ids, registry} = await mountSessions(t);
  await untilApp(app, 'the offer', () => /^Last session: job 0,/m.test(app.text()));
  const [jobId] = ids;
  if (!jobId) throw new Error('no job');
  registry.save(toRecord(0, {jobId}));
  app.press('S');
  await untilApp(app, 'a session that has ended', () => /^>?.job 0 +● running +– ended/m.test(app.text()));
  t.regex(app.text(), /the job has another worker now/);
  const key = Buffer.from(String(control.changeHostKey(jobId, {publish: true}).split(' ')[1]), 'base64');
  registry.save(toRecord(0, {jobId, fingerprint: toFingerprint(key)}));
  app.press('r');
  await untilApp(app, 'a session that lives', () => /^>?.job 0 +● running +● alive/m.test(app.text()));
});
