import {lookup} from 'node:dns/promises';
import {isIP} from 'node:net';
import {clean} from '../../model/safe-text.ts';
import {formatSshProxy} from '../settings/ssh-proxy.ts';
import {SshError} from '../../model/errors.ts';
import {isAllowed} from '../ssh/firewall.ts';
import {type Check, failed, noted, passed, skipped} from './check.ts';
import {FactError} from './fact-error.ts';
import type {CheckFacts} from './check-facts.ts';
import {toSocketError} from '../ssh/open-socket.ts';

const dns: Check = {
  name: 'dns',
  run: async (facts) => {
    const {worker} = await facts.worker();
    if (isIP(worker.host) !== 0) return passed(`${worker.host} is an address`);
    if (facts.subject.proxy) return passed('the SSH proxy looks the name up');
    try {
      const {address} = await lookup(worker.host);
      return passed(`${worker.host} is ${clean(address)}`);
    } catch (error) {
      throw toSocketError(error as NodeJS.ErrnoException, worker.host, worker.sshPort);
    }
  },
};

const proxy: Check = {
  name: 'proxy',
  run: async (facts) => {
    const {subject} = facts;
    if (!subject.proxy) return skipped('none is set');
    try {
      await facts.socket();
    } catch (error) {
      // The proxy did its part where the worker's port is what fails.
      if (!(error instanceof FactError) || error.owner !== 'port') throw error;
    }

    return passed(`${formatSshProxy(subject.proxy)} answers`);
  },
};

const port: Check = {
  name: 'port',
  run: async (facts) => {
    const {worker} = await facts.worker();
    try {
      await facts.socket();
    } catch (error) {
      const cause = error instanceof FactError && error.owner === 'port' ? error.cause : undefined;
      if (!(cause instanceof SshError)) throw error;
      return failed(cause.summary, toPortRemedy(cause, await isLetIn(facts), worker.sshPort));
    }

    return passed(`${worker.host} port ${String(worker.sshPort)} speaks SSH`);
  },
};

/** What an attach says at that moment speaks of what the attach does next; here the firewall has been looked at. */
const toPortRemedy = ({cause, remedy}: SshError, isAllowed: boolean, sshPort: number): string => {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ECONNREFUSED') {
    return "The worker's SSH server may still be starting: look again in a minute. If it stays so, something on the way refuses in its place.";
  }

  const isFirewallMeant = remedy.includes('allowSSH');
  return isAllowed && isFirewallMeant
    ? `The job's firewall lets you in, so your network may not let port ${String(sshPort)} out: try another one, or an SSH proxy (--ssh-proxy).`
    : remedy;
};

/** Whether the job's firewall lets every address in that the worker may see; false where nobody can tell. */
const isLetIn = async (facts: CheckFacts): Promise<boolean> => {
  try {
    const [{allowSSH}, addresses] = await Promise.all([facts.job(), facts.addresses()]);
    return addresses.length > 0 && addresses.every((address) => isAllowed(allowSSH, address));
  } catch {
    // What it is that nobody can tell is another check's to say.
    return false;
  }
};

const hostKey: Check = {
  name: 'host-key',
  run: async (facts) => {
    const {fingerprint} = await facts.probe();
    return passed(`as published, ${fingerprint}`);
  },
};

const login: Check = {
  name: 'login',
  run: async (facts) => {
    const {connection, loginError} = await facts.probe();
    if (loginError?.level === 'client-authentication') {
      return failed(
        loginError.summary,
        'It takes only the key that the account of the user who launched the job had when it started. Where your account has the key here now, run the job again.',
      );
    }

    if (loginError) throw loginError;
    if (connection) return passed('the worker takes your key');
    const {isEncrypted} = await facts.keyPair();
    if (!isEncrypted) return skipped('needs the key itself');
    return noted(
      'Your SSH key has a passphrase and is in no agent, so the login was not tried.',
      'Attaching asks for the passphrase; `ssh-add` spares you that, and programs without a terminal need it.',
    );
  },
};

const FIND_MULTIPLEXERS = 'for name in byobu tmux; do command -v $name; done';

const multiplexer: Check = {
  name: 'multiplexer',
  run: async (facts) => {
    const {connection} = await facts.probe();
    if (!connection) return skipped('needs a login');
    const {output} = await connection.run(FIND_MULTIPLEXERS);
    const found = ['byobu', 'tmux'].filter((name) => new RegExp(`(?:^|/)${name}$`, 'm').test(output));
    if (found.length > 0) return passed(found.join(' and '));
    return noted(
      'There is neither byobu nor tmux on the worker: a shell ends with its connection.',
      'Install tmux there: `sudo apt-get install tmux`.',
    );
  },
};

/** Whether the worker can be reached and logged in to. */
export const WORKER_CHECKS: readonly Check[] = [dns, proxy, port, hostKey, login, multiplexer];
