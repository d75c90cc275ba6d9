import type {Worker} from '../../model/execution.ts';
import {clean} from '../../model/safe-text.ts';
import {toLineFingerprint} from '../ssh/fingerprint.ts';
import {type Fields, mapList, toFields} from './field-readers.ts';

/** An RSA key of 16384 bits takes 2.8 kB. */
const MAX_KEY_LENGTH = 16 * 1024;

const toPort = (value: unknown): number | undefined => {
  if (value === undefined || value === null) return 22;
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value;
  return typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : undefined;
};

/** An ordinary IPv4 address, not of this computer. */
const PLAIN_ADDRESS = /^(?!0|127\.)\d{1,3}(?:\.\d{1,3}){3}$/;

/**
 * Whether a host is, or could be taken by a resolver for, this computer: its names, its networks, IPv4 inside IPv6, and
 * the short, octal, decimal and hexadecimal spellings of addresses, which no worker has.
 *
 * Source: https://url.spec.whatwg.org/#ends-in-a-number-checker
 */
const isLocal = (host: string): boolean => {
  if (host.includes(':')) return /^[0:]+(?:1|ffff:.*)?$|\./i.test(host);
  if (/(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$/i.test(host)) return !PLAIN_ADDRESS.test(host);
  return /^(?:(?:.*\.)?localhost|ip6-localhost|ip6-loopback)\.?$/i.test(host);
};

/**
 * Reads where a worker can be reached, and refuses what could mean anything but a host and a port (threat-model S-5).
 *
 * Shape: `undefined` when the host is missing or not usable, or the port is not one; port 22 when none is named.
 *
 * @param isLocalAllowed whether this computer may be a worker: only when it is the API server too
 */
export const toWorker = (fields: Fields, isLocalAllowed: boolean): Worker | undefined => {
  const {host} = fields;
  if (typeof host !== 'string' || !/^[A-Za-z0-9.:][A-Za-z0-9.:-]{0,252}$/.test(host)) return undefined;
  if (!isLocalAllowed && isLocal(host)) return undefined;
  const sshPort = toPort(fields['sshPort']);
  if (sshPort === undefined) return undefined;
  const sshHostKey = toHostKey(fields['sshHostKey']);
  return {
    host: clean(host),
    sshPort,
    sshHostKey,
    fingerprint: sshHostKey === undefined ? undefined : toLineFingerprint(sshHostKey),
  };
};

const toHostKey = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= MAX_KEY_LENGTH ? value : undefined;

/** Reads the further workers of a cluster job, by their place; `undefined` for one without a usable host. */
export const toClusterWorkers = (value: unknown, isLocalAllowed: boolean): readonly (Worker | undefined)[] =>
  mapList<Worker | undefined>(value, (item) => {
    const fields = toFields(item);
    return fields && toWorker(fields, isLocalAllowed);
  });
