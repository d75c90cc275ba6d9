import {spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import type {ExecutionContext} from 'ava';

/** Whether OpenSSH's agent is installed. */
export const hasAgent = ['ssh-agent', 'ssh-add', 'ssh-keygen'].every(
  (name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0,
);

const DEADLINE_MS = 30_000;

/** A key that only the agent has: its file is gone. */
export interface AgentTestKey {
  /** The `.pub` line. */
  readonly line: string;
}

/** Starts an agent that holds a key of each type, in this order; it ends with the test. */
export const startAgent = async (
  t: ExecutionContext,
  types: readonly ('ed25519' | 'rsa' | 'ecdsa')[],
): Promise<{
  agentPath: string;
  keys: readonly AgentTestKey[];
  /** Adds the private key of a file, which must have no passphrase. */
  add: (file: string) => void;
}> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'dxtop-agent-'));
  const agentPath = path.join(directory, 'socket');
  const agent = spawn('ssh-agent', ['-D', '-a', agentPath], {stdio: 'ignore'});
  t.teardown(() => {
    agent.kill('SIGKILL');
    rmSync(directory, {recursive: true, force: true});
  });
  const endMs = Date.now() + DEADLINE_MS;
  while (!existsSync(agentPath)) {
    if (Date.now() > endMs) throw new Error('the agent did not start');
    await delay(20);
  }
  const env = {PATH: process.env['PATH'] ?? '', SSH_AUTH_SOCK: agentPath};
  const run = (program: string, args: readonly string[]) => {
    const {status, stdout, stderr} = spawnSync(program, args, {env, encoding: 'utf8'});
    if (status !== 0) throw new Error(stderr);
    return stdout;
  };
  const add = (file: string): void => {
    run('ssh-add', ['-q', file]);
  };
  const keys = types.map((type, index) => {
    const file = path.join(directory, `key${index}`);
    const bits = type === 'rsa' ? ['-b', '2048'] : [];
    run('ssh-keygen', ['-q', '-t', type, ...bits, '-N', '', '-C', `card ${index}`, '-f', file]);
    add(file);
    const line = run('ssh-keygen', ['-y', '-f', file]);
    rmSync(file);
    return {line};
  });
  return {agentPath, keys, add};
};
