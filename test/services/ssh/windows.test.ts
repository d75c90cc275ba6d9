import test from 'ava';
import {ConfigError} from '../../../source/model/errors.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {findProgram} from '../../../source/services/find-program.ts';
import {parseSshProxy} from '../../../source/services/settings/ssh-proxy.ts';
import {toChildEnvironment} from '../../../source/services/ssh/openssh/find-openssh.ts';
import {toOpenSshConfig} from '../../../source/services/ssh/openssh/openssh-config.ts';
import {openProxyWire} from '../../../source/services/ssh/openssh/proxy-wire.ts';

const SSH = 'C:\\Windows\\System32\\OpenSSH\\ssh.exe';

test('on Windows ssh is ssh.exe, in a folder of Path that is absolute', async (t) => {
  const asked: string[] = [];
  const canRun = (path: string) => {
    asked.push(path);
    return Promise.resolve(path === SSH);
  };
  const Path = ['.', 'tools', 'C:\\Program Files\\Git', 'C:\\Windows\\System32\\OpenSSH\\'].join(';');
  t.is(await findProgram('ssh', {Path}, 'win32', canRun), SSH);
  t.deepEqual(asked, ['C:\\Program Files\\Git\\ssh.exe', SSH]);
  t.is(
    await findProgram('ssh', {PATH: '/a:b:/c'}, 'linux', (path) => Promise.resolve(path === '/c/ssh')),
    '/c/ssh',
  );
});

test('on Windows ssh gets what programs need there, whatever the case of the names, and no token', (t) => {
  const environment = {
    SystemRoot: 'C:\\Windows',
    Path: 'C:\\',
    UserProfile: 'C:\\u',
    DX_SECURITY_CONTEXT: 'secret',
  };
  t.deepEqual(toChildEnvironment(environment, 'win32'), {
    SystemRoot: 'C:\\Windows',
    Path: 'C:\\',
    UserProfile: 'C:\\u',
  });
  t.deepEqual(toChildEnvironment({...environment, PATH: '/bin'}, 'linux'), {PATH: '/bin'});
});

test('on Windows nothing of /dev is in the configuration of ssh', (t) => {
  const config = toOpenSshConfig(
    {
      worker: {host: clean('worker.example.org'), sshPort: 22},
      directory: 'C:\\Temp\\dxtop-ssh-1',
      keyPath: 'C:\\u\\ssh_id',
      homeDirectory: 'C:\\u',
      userName: 'dnanexus',
      program: undefined,
    },
    'win32',
  );
  t.true(config.includes('  GlobalKnownHostsFile NUL\n'));
  t.false(config.includes('/dev/'));
});

test('on Windows the user’s own ssh is not led through the SSH proxy, which is said with what does it', async (t) => {
  const proxy = parseSshProxy('http://127.0.0.1:3128') ?? ({} as never);
  const opening = openProxyWire(
    '/nonexistent',
    {proxy, worker: {host: clean('worker'), sshPort: 22}, signal: new AbortController().signal},
    'win32',
  );
  const error = await t.throwsAsync(opening, {instanceOf: ConfigError});
  t.regex(error.remedy, /--transport ssh2/);
});
