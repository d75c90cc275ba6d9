import {BlockList, isIPv6, type Socket} from 'node:net';
import {SshError} from '../../model/errors.ts';
import type {Worker} from '../../model/execution.ts';
import {formatSshProxy, type SshProxy} from '../settings/ssh-proxy.ts';
import type {ConnectSteps} from './connect-steps.ts';
import {pause} from './prepare-worker.ts';
import {openSocketThrough} from './proxy-socket.ts';

const REACH_TIMEOUT_MS = 5000;
const REACH_PAUSE_MS = 1500;

/** How a worker is reached. */
export interface ReachOptions {
  readonly steps: ConnectSteps;
  readonly signal: AbortSignal;
  /** How long an unreachable worker is tried, in milliseconds; 0 for one try. */
  readonly reachLimitMs: number;
  /** Whether the platform itself is on this machine; only then may a worker be. */
  readonly isPlatformLocal: boolean;
  /** On the way to every worker; `undefined` to connect directly. */
  readonly proxy: SshProxy | undefined;
}

/**
 * Opens a TCP connection to a worker's SSH port. The caller owns the socket.
 *
 * Throws `SshError` when the worker cannot be reached, or turns out to be this computer; `CancelError` when the signal
 * is aborted.
 *
 * @param isStillThere asked after each try that failed; a worker that is no more is not tried again
 */
export const reachWorker = async (
  options: ReachOptions,
  {host, sshPort}: Pick<Worker, 'host' | 'sshPort'>,
  isStillThere: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<Socket> => {
  refuseThisComputer(host, options.isPlatformLocal);
  return await options.steps.run('reach', async () => {
    const result = await tryToReach(options, host, sshPort, isStillThere);
    // Whatever the name was, or however the address was spelled: this is where it led. A proxy may well be on this computer.
    if (!options.isPlatformLocal && !options.proxy && isLoopbackAddress(result.remoteAddress)) {
      result.destroy();
      throw thisComputer(host);
    }

    const way = options.proxy ? ` through ${formatSshProxy(options.proxy)}` : '';
    return {detail: `port ${String(sshPort)} answers${way}`, result};
  });
};

/** Throws `SshError` where a worker's host names this computer although the platform is elsewhere (threat-model S-5). */
export const refuseThisComputer = (host: string, isPlatformLocal: boolean): void => {
  if (isLoopback(host) && !isPlatformLocal) throw thisComputer(host);
};

const tryToReach = async (
  {steps, signal, reachLimitMs, proxy}: ReachOptions,
  host: string,
  port: number,
  isStillThere: () => Promise<boolean>,
): Promise<Socket> => {
  const deadlineMs = performance.now() + reachLimitMs;
  for (let tryNumber = 1; ; tryNumber += 1) {
    try {
      return await openSocketThrough(proxy, {host, port, timeoutMs: REACH_TIMEOUT_MS, signal});
    } catch (error) {
      // A worker may still be starting; a proxy that is not there is not waited for.
      const isWorkers = error instanceof SshError && error.level === 'client-socket';
      if (!isWorkers || performance.now() + REACH_PAUSE_MS > deadlineMs) throw error;
      steps.note('reach', `${error.summary} Trying again (${String(tryNumber)}).`);
      if (!(await isStillThere())) throw error;
      await pause(REACH_PAUSE_MS, signal);
    }
  }
};

const thisComputer = (host: string) =>
  new SshError(
    'worker',
    `The platform named this computer (${host}) as the worker.`,
    'dxtop does not connect to it. Report this to DNAnexus support.',
  );

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Also an IPv4 address in its IPv6 form. */
const isLoopbackAddress = (address: string | undefined): boolean =>
  address !== undefined && LOOPBACK.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

const isLoopback = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  host.startsWith('127.') ||
  host === '::1' ||
  host === '0.0.0.0' ||
  host === '::';
