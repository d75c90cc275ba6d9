import test from 'ava';
import type {WireJob} from '../../../source/wire/job.ts';
import {startKit} from './attach-kit.ts';
import {startServer} from './ssh-server.ts';

test('without a published host key nobody is connected to; with it the attach goes on by itself', async (t) => {
  const kit = await startKit(t);
  const job = await kit.addJob();
  const {host, sshPort, sshHostKey} = kit.emulator.control.execution(job) as WireJob;
  if (host === undefined || sshPort === undefined || sshHostKey === undefined)
    throw new Error('it has a worker');
  const stranger = await startServer(t, (socket) => socket.end());
  kit.emulator.control.update(job, {sshPort: stranger.port, sshHostKey: ''});
  const attach = kit.attach(job);
  await attach.waitFor(({steps}) => steps.some(({detail}) => detail === 'waiting for its host key'));
  t.is(stranger.sockets.length, 0);
  kit.emulator.control.update(job, {sshPort, sshHostKey});
  await attach.waitFor('ready');
  t.is(stranger.sockets.length, 0);
});
