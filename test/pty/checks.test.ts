import test from 'ava';
import {createPlace, see, seeSelected} from './start-dxtop.ts';

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
