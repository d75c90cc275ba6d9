import {rmSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {createPlace, dismiss, quit, see, seeSelected, seeThat} from './start-dxtop.ts';

test('i looks at everything between the user and a worker, and Enter goes on to attach', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'the worker', allowSSH: []});
  const program = await place.start({columns: 120});
  await seeSelected(program, 'the worker');
  program.press('i');
  await see(program, /The way to the worker/);
  await see(program, /Your address 127\.0\.0\.1 is not in the job's firewall \(allowSSH: closed\)\./);
  await see(program, /✓ ok +log +the log socket/);
  program.press('enter');
  await see(program, /Let 127\.0\.0\.1, and nothing else, connect to it\? y\/N/);
  t.regex(program.screen.text(), /Attaching to the worker/);
});

test('an attach that was refused says that i looks at everything, and i does, of that job', async (t) => {
  const place = await createPlace(t);
  const jobId = await place.control.addJob({name: 'the worker'});
  place.control.changeHostKey(jobId);
  const program = await place.start({columns: 120});
  await seeSelected(program, 'the worker');
  program.press('enter');
  await see(program, /host key is not the one that the platform\s+published[^]*i looks at everything\./);
  program.press('i');
  await see(program, /✗ wrong +host key/);
  t.regex(program.screen.text(), /The way to the worker/);
});

test('once another notice has come, i is about what is selected again', async (t) => {
  const place = await createPlace(t);
  const refused = await place.control.addJob({name: 'the refused one'});
  await place.control.addJob({name: 'the other one', created: Date.now() - 3_600_000});
  place.control.changeHostKey(refused);
  const program = await place.start({columns: 120});
  await seeSelected(program, 'the refused one');
  program.press('enter');
  await dismiss(program, /i looks at everything\./);
  program.press('down');
  await seeSelected(program, 'the other one');
  program.press('i');
  await see(program, /The way to the other one/);
  t.pass();
});

test('while it connects i gives the attach up and looks at everything', async (t) => {
  const place = await createPlace(t);
  const jobId = await place.control.addJob({name: 'the worker'});
  place.control.update(jobId, {sshPort: 1});
  const program = await place.start({columns: 120});
  await seeSelected(program, 'the worker');
  program.press('enter');
  await see(program, /i cancel, and look at everything/);
  program.press('i');
  await see(program, /✗ wrong +port +127\.0\.0\.1 port 1 refused the connection\./);
  t.regex(program.screen.text(), /The way to the worker/);
});

test('the SSH page of an execution looks once when it is opened, again with r, and sets up a key with K', async (t) => {
  const place = await createPlace(t);
  const jobId = await place.control.addJob({name: 'the worker', allowSSH: []});
  const countLooks = () =>
    place.control
      .requests()
      .filter(({route, body}) => route === 'system/whoami' && JSON.stringify(body).includes('clientIp'))
      .length;
  const program = await place.start({columns: 120, rows: 45});
  await seeSelected(program, 'the worker');
  program.press('d');
  await see(program, /^ {2}overview {2}failure /m);
  t.is(countLooks(), 0);
  program.press('i');
  await see(
    program,
    / The way to its worker\n[^]*✓ ok +token[^]*not in the job's firewall[^]*✓ ok +log +the log socket/,
  );
  t.is(countLooks(), 1);
  place.control.update(jobId, {allowSSH: ['127.0.0.1']});
  rmSync(join(place.env['DX_USER_CONF_DIR'] ?? '', 'ssh_id'));
  program.press('r');
  await see(
    program,
    /✓ ok +token[^]*✗ wrong +key here[^]*✓ ok +log +the log socket[^]*r look again {2}K set up the key/,
  );
  t.is(countLooks(), 2);
  program.press('K');
  await see(program, /Executions › the worker › SSH key/);
  program.press('escape');
  // Back on the page, which looks at what is true now.
  await see(
    program,
    /Executions › the worker\b(?! ›)[^]*✓ ok +token[^]*✗ wrong +key here[^]*✓ ok +log +the log socket/,
  );
  program.press('right');
  await see(program, /^ +"name": "the worker",$/m);
  await seeThat(program, 'no checks', (screen) => !screen.text().includes('The way to its worker'));
  program.press('escape');
  await seeSelected(program, 'the worker');
  t.is(countLooks(), 3);
  t.is(await quit(program), 0);
});
