import {execFileSync, spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import type {ExecutionContext} from 'ava';
import {startSshd, type Sshd} from '../../helpers/sshd.ts';
import {createTemporaryHome} from '../../helpers/temporary-home.ts';
import {userKeys} from './ssh-server.ts';

/** Whether tmux is installed. */
export const hasTmux = ((): boolean => {
  try {
    execFileSync('tmux', ['-V']);
    return true;
  } catch {
    return false;
  }
})();

/** What logins run in place of the user's shell: a plain one, without start-up files, with tmux sessions of its own. */
const toLogin = (directory: string): string => `
unset ENV TMUX
export HOME='${directory}' TMUX_TMPDIR='${directory}' SHELL=/bin/sh PS1='worker> '
cd
if [ -n "$SSH_ORIGINAL_COMMAND" ]; then exec /bin/sh -c "$SSH_ORIGINAL_COMMAND"; fi
exec /bin/sh -i
`;

/** Starts a real SSH server whose logins are those of a worker; it ends with the test, with its tmux sessions. */
export const startWorkerSshd = async (
  t: ExecutionContext,
  {settings = [], ...options}: Partial<Parameters<typeof startSshd>[0]> = {},
): Promise<Sshd> => {
  const home = createTemporaryHome();
  t.teardown(home.remove);
  writeFileSync(`${home.path}/login`, toLogin(home.path));
  const sshd = await startSshd({
    authorizedKey: userKeys.public,
    settings: [`ForceCommand /bin/sh ${home.path}/login`, ...settings],
    ...options,
  });
  t.teardown(async () => {
    await sshd.close();
    if (hasTmux) spawnSync('tmux', ['kill-server'], {env: {...home.env, TMUX_TMPDIR: home.path}});
  });
  return sshd;
};
