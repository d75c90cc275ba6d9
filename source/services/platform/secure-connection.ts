import {isIP, type Socket} from 'node:net';
import type {SecureContext, TLSSocket} from 'node:tls';
import {ConfigError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import type {DxSettings} from '../settings/dx-settings.ts';
import {readRegularFile} from '../settings/regular-file.ts';

/** Whom to trust besides the public authorities. */
export type TrustSettings = Pick<DxSettings, 'caCertPath' | 'usesSystemCa'>;

/** A bundle of all public authorities takes 0.3 MB. */
const MAX_CA_BYTES = 8 * 1024 * 1024;

const noCertificates = (path: string, cause?: unknown): ConfigError =>
  new ConfigError(
    `The file ${clean(path)} that DX_CA_CERT names holds no certificates in PEM form.`,
    'Correct DX_CA_CERT, or remove it.',
    {cause},
  );

/**
 * Reads whom to trust. Takes some 60 ms, once, because all public authorities are read anew; `undefined` stands for
 * Node's own, which does not.
 *
 * Throws: `ConfigError` when the file in `DX_CA_CERT` cannot be used.
 */
export const createTrust = async ({
  caCertPath,
  usesSystemCa,
}: TrustSettings): Promise<SecureContext | undefined> => {
  if (caCertPath === undefined && !usesSystemCa) return undefined;
  const tls = await import('node:tls');
  const ca = [...tls.getCACertificates('default')];
  if (usesSystemCa) ca.push(...tls.getCACertificates('system'));
  if (caCertPath !== undefined) {
    const file = readRegularFile(caCertPath, MAX_CA_BYTES);
    if (file.kind !== 'read') {
      const problem = file.kind === 'missing' ? 'does not exist' : clean(file.problem);
      throw new ConfigError(
        `The file ${clean(caCertPath)} that DX_CA_CERT names ${problem}.`,
        'Correct DX_CA_CERT, or remove it.',
      );
    }
    const text = file.content.toString('latin1');
    // Whatever is not a certificate would be skipped without a word, and the user left with "signed by itself".
    if (!/-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/.test(text)) throw noCertificates(caCertPath);
    ca.push(text);
  }
  try {
    return tls.createSecureContext({ca});
  } catch (error) {
    throw noCertificates(caCertPath ?? '', error);
  }
};

/**
 * Begins TLS on a connected socket, or on a connection of its own, with a server that has to prove its name; what goes
 * wrong is the socket's `error`.
 */
export const startTls = async (
  host: string,
  secureContext: SecureContext | undefined,
  way: {readonly socket: Socket} | {readonly port: number},
): Promise<TLSSocket> => {
  const {connect} = await import('node:tls');
  return connect({
    ...way,
    host,
    ...(isIP(host) === 0 && {servername: host}),
    // Said out loud, because NODE_TLS_REJECT_UNAUTHORIZED=0 would otherwise switch verification off (threat-model X-1).
    rejectUnauthorized: true,
    ...(secureContext && {secureContext}),
  });
};
