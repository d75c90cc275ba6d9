import {spawn} from 'node:child_process';
import {once} from 'node:events';
import type {BaseServices} from '../create-services.ts';
import {parseHostKey} from '../services/ssh/host-key.ts';
import {WORKER_ALIAS} from '../services/ssh/known-hosts.ts';
import {removeOpenSshFiles, writeOpenSshFiles} from '../services/ssh/openssh/openssh-files.ts';
import {openProxyWire, type ProxyWire} from '../services/ssh/openssh/proxy-wire.ts';
import {findSsh, toChildEnvironment} from '../services/ssh/openssh/find-openssh.ts';
import {requestForwards, requireForwards} from '../services/ssh/openssh/request-forwards.ts';
import {prepareWorker} from '../services/ssh/prepare-worker.ts';
import type {WorkerWay} from '../services/ssh/worker-way.ts';
import {refuseThisComputer} from '../services/ssh/reach-worker.ts';
import type {CommandContext} from './command-context.ts';
import {EXIT_NO_CONNECTION, toPlainOptions} from './connect-plainly.ts';
import type {PlainSshOptions} from './plain-ssh-options.ts';

const PASSED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * Runs a command on a worker with the user's own ssh, which gets our standard streams as they are, and answers its exit
 * status. What it has to ask it asks on the terminal by itself.
 *
 * Throws what `prepareWorker` and `requestForwards` do, and `ConfigError` where ssh is not installed.
 */
export const runPlainOpenSsh = async (
  {environment, homeDirectory, program}: CommandContext,
  services: BaseServices,
  options: PlainSshOptions,
  way: WorkerWay,
): Promise<number> => {
  const forwards = options.localForward ?? [];
  if (forwards.length > 0) requireForwards();
  const path = await findSsh(environment);
  const connect = toPlainOptions(services, options.target, way);
  const ready = await prepareWorker(connect);
  refuseThisComputer(ready.worker.host, connect.isPlatformLocal);
  const {proxy} = way;
  const places = {environment, homeDirectory, program, confDirectory: services.settings.confDirectory};
  const pin = parseHostKey(ready.worker.sshHostKey);
  const {directory, configPath} = writeOpenSshFiles(ready, pin, places, proxy !== undefined);
  let wire: ProxyWire | undefined;
  const childEnvironment = toChildEnvironment(environment);
  const args = [
    ...['-F', configPath],
    ...(options.terminal ? ['-tt'] : []),
    ...(options.forwardOnly ? ['-N'] : []),
    ...(forwards.length > 0 ? ['-M'] : []),
    WORKER_ALIAS,
    ...(options.command === undefined ? [] : [options.command]),
  ];
  try {
    wire = proxy && (await openProxyWire(directory, {...ready, proxy, signal: connect.signal}));
    const status = await runToEnd(path, args, childEnvironment, (over) =>
      requestForwards(forwards, {path, environment: childEnvironment, directory, over}),
    );
    const failure = wire?.failure();
    // ssh only knows that the way has ended, the wire why.
    if (failure !== undefined) throw failure;
    return status ?? EXIT_NO_CONNECTION;
  } finally {
    wire?.close();
    removeOpenSshFiles(directory);
  }
};

/**
 * Runs a program on our standard streams; `null` when a signal ended it. Ends it when what is done beside it fails, and
 * throws that.
 */
const runToEnd = async (
  path: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  doBeside: (over: AbortSignal) => Promise<void>,
): Promise<number | null> => {
  // It ends by them, and its status is ours; also by those that come with the first thing that it says.
  const handlers = PASSED_SIGNALS.map((signal) => [signal, () => child.kill(signal)] as const);
  for (const [signal, handle] of handlers) process.on(signal, handle);
  const child = spawn(path, args, {stdio: 'inherit', env});
  const over = new AbortController();
  try {
    const ended = once(child, 'exit').finally(() => {
      over.abort();
    }) as Promise<[number | null]>;
    const beside = doBeside(over.signal).catch((error: unknown) => {
      child.kill();
      throw error;
    });
    const [[status]] = await Promise.all([ended, beside]);
    return status;
  } finally {
    for (const [signal, handle] of handlers) process.off(signal, handle);
  }
};
