import {DxtopError} from '../../model/errors.ts';
import type {WorkerReach} from '../../model/cluster.ts';
import type {Worker} from '../../model/execution.ts';
import type {SshProxy} from '../settings/ssh-proxy.ts';
import {openSocketThrough} from './proxy-socket.ts';
import {refuseThisComputer} from './reach-worker.ts';

const PROBE_TIMEOUT_MS = 2000;

/**
 * Looks whether a worker's SSH port takes a connection, and closes it again. Nothing is said to the worker. Throws what
 * is none of our errors.
 */
export const probeWorker = async (
  {host, sshPort}: Pick<Worker, 'host' | 'sshPort'>,
  {isPlatformLocal, proxy}: {isPlatformLocal: boolean; proxy: SshProxy | undefined},
): Promise<WorkerReach> => {
  try {
    refuseThisComputer(host, isPlatformLocal);
    const {signal} = new AbortController();
    const socket = await openSocketThrough(proxy, {host, port: sshPort, timeoutMs: PROBE_TIMEOUT_MS, signal});
    socket.on('error', () => undefined);
    socket.destroy();
    return {kind: 'answers'};
  } catch (error) {
    if (!(error instanceof DxtopError)) throw error;
    return {kind: 'silent', reason: error.summary};
  }
};
