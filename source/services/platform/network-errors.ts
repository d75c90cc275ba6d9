import {NetworkError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';

type Kind = NetworkError['kind'];

const ASK_FOR_CA =
  'If your network inspects encrypted traffic, set DX_CA_CERT to the file with its certificate, or DX_USE_OS_CA_BUNDLE=1.';

/** What certificates can have wrong with them, in words. Source: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const TLS_SENTENCES: Readonly<Record<string, readonly [summary: string, remedy: string]>> = {
  CERT_HAS_EXPIRED: ['its certificate has expired', "Check this computer's clock."],
  CERT_NOT_YET_VALID: ['its certificate is not valid yet', "Check this computer's clock."],
  ERR_TLS_CERT_ALTNAME_INVALID: ['its certificate is for another name', ASK_FOR_CA],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['its certificate is signed by itself', ASK_FOR_CA],
  SELF_SIGNED_CERT_IN_CHAIN: ['its certificate is signed by nobody that this computer trusts', ASK_FOR_CA],
  UNABLE_TO_GET_ISSUER_CERT: ['its certificate is signed by nobody that this computer trusts', ASK_FOR_CA],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    'its certificate is signed by nobody that this computer trusts',
    ASK_FOR_CA,
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    'its certificate is signed by nobody that this computer trusts',
    ASK_FOR_CA,
  ],
};

const OTHER_CODES: Readonly<Record<string, readonly [kind: Kind, phrase: string, remedy: string]>> = {
  ECONNREFUSED: [
    'refused',
    'refused the connection',
    'Check the network, and DX_APISERVER_HOST and DX_APISERVER_PORT.',
  ],
  ENOTFOUND: ['dns', 'was not found (DNS)', 'Check the network, and DX_APISERVER_HOST.'],
  EAI_AGAIN: ['dns', 'could not be looked up (DNS)', 'Check the network.'],
  ENETUNREACH: ['refused', 'cannot be reached from this network', 'Check the network.'],
  EHOSTUNREACH: ['refused', 'cannot be reached from this network', 'Check the network.'],
  EADDRNOTAVAIL: ['refused', 'cannot be reached from this network', 'Check the network.'],
  ENETDOWN: ['refused', 'cannot be reached, the network is down', 'Check the network.'],
  ETIMEDOUT: ['timeout', 'did not answer the connection', 'Check the network.'],
  ECONNRESET: ['reset', 'closed the connection before its answer was complete', ''],
  EPIPE: ['reset', 'closed the connection', ''],
  ECONNABORTED: ['reset', 'closed the connection', ''],
};

/** What can only happen before there is a connection. Where a proxy is in between, it alone is connected to. */
const CONNECT_CODES = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EADDRNOTAVAIL',
  'ETIMEDOUT',
];
const CHECK_PROXY = 'Check HTTPS_PROXY and NO_PROXY.';

/** The `code` of a Node error, also of the first one inside an `AggregateError`; `''` when there is none. */
export const toErrorCode = (error: unknown): string => {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof AggregateError ? toErrorCode(error.errors[0]) : '';
};

const isTlsCode = (code: string): boolean =>
  code in TLS_SENTENCES ||
  code === 'EPROTO' ||
  /^(?:ERR_TLS|ERR_SSL|CERT_|CRL_|UNABLE_TO_|INVALID_CA|HOSTNAME_)/.test(code);

const toTlsReason = (code: string): readonly [reason: string, remedy: string] =>
  TLS_SENTENCES[code] ?? [`the encrypted connection failed (${clean(code, 80)})`, ASK_FOR_CA];

/** What is wrong with the certificate of a proxy, or with TLS on the way to it; `undefined` when that was not it. */
export const findProxyTlsProblem = (
  cause: unknown,
): {readonly phrase: string; readonly remedy: string} | undefined => {
  const code = toErrorCode(cause);
  if (!isTlsCode(code)) return undefined;
  const [reason, remedy] = toTlsReason(code);
  return {phrase: `could not prove who it is: ${reason}`, remedy};
};

/** The same as an error of a call to the platform. */
export const toProxyTlsError = (cause: unknown, proxy: string): NetworkError | undefined => {
  const problem = findProxyTlsProblem(cause);
  if (!problem) return undefined;
  const summary = `The proxy ${clean(proxy)} ${problem.phrase}. Nothing was sent to it.`;
  return new NetworkError('tls', proxy, summary, problem.remedy, {cause});
};

const proxySentence = (message: string): string =>
  /\b407\b/.test(message)
    ? 'wants a user name and password (407)'
    : /timed? ?out/i.test(message)
      ? 'did not answer'
      : 'refused to connect us to the platform';

/**
 * Tells in plain words why no answer came.
 *
 * @param host who was asked, as `host:port`
 * @param proxy the proxy in between, as `host:port`, without credentials
 */
export const toNetworkError = (cause: unknown, host: string, proxy: string | undefined): NetworkError => {
  const code = toErrorCode(cause);
  const who = proxy === undefined ? clean(host) : `${clean(host)} (through the proxy ${clean(proxy)})`;
  if (code.startsWith('ERR_PROXY')) {
    // The original is left out on purpose: it can quote the proxy's URL, and with it the password.
    const message = cause instanceof Error ? cause.message : '';
    return new NetworkError(
      'protocol',
      host,
      `The proxy ${clean(proxy ?? '')} ${proxySentence(message)}.`,
      CHECK_PROXY,
    );
  }
  if (isTlsCode(code)) {
    const [reason, remedy] = toTlsReason(code);
    return new NetworkError(
      'tls',
      host,
      `${who} could not prove who it is: ${reason}. No token was sent.`,
      remedy,
      {cause},
    );
  }
  if (code.startsWith('HPE_')) {
    return new NetworkError(
      'protocol',
      host,
      `${who} answered something that is not HTTP.`,
      'Check the address and the proxy.',
      {cause},
    );
  }
  const [kind, phrase, remedy] = OTHER_CODES[code] ?? [
    'other',
    `could not be asked (${clean(code || 'unknown error', 80)})`,
    '',
  ];
  if (proxy !== undefined && CONNECT_CODES.includes(code))
    return new NetworkError(kind, host, `The proxy ${clean(proxy)} ${phrase}.`, CHECK_PROXY, {cause});
  return new NetworkError(kind, host, `${who} ${phrase}.`, remedy, {cause});
};

/** The sentence for an exchange that did not end in time. */
export const toTimeoutError = (host: string, deadlineMs: number): NetworkError =>
  new NetworkError(
    'timeout',
    host,
    `${clean(host)} did not answer completely within ${deadlineMs / 1000} s.`,
    '',
  );
