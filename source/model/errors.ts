import type {SafeText} from './safe-text.ts';

/** What a user can do about an error decides its class; `cause` keeps the original. */
export abstract class DxtopError extends Error {
  /** What happened, in one sentence, cleaned. */
  abstract readonly summary: string;
  /** What to do about it, in one sentence; empty when there is nothing to do but wait. */
  abstract readonly remedy: string;
}

/** Settings, credentials or a key that are missing or wrong: the user fixes a file or a variable. */
export class ConfigError extends DxtopError {
  override readonly name: string = 'ConfigError';

  constructor(
    readonly summary: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${summary} ${remedy}`, options);
  }
}

/** There is no SSH key that can be used: the user sets one up. */
export class KeyError extends ConfigError {
  override readonly name = 'KeyError';
}

/** The SSH key is one that dxtop cannot read by itself, though OpenSSH may. */
export class UnsupportedKeyError extends KeyError {
  readonly isOpenSshWorthTrying = true;
}

/** The platform answered, and refused. */
export class ApiError extends DxtopError {
  override readonly name = 'ApiError';

  /**
   * @param type the platform's own word, such as `InvalidAuthentication`; `HTTP` when the body was not an API error
   * @param status the HTTP status
   * @param detail the platform's message, cleaned
   * @param requestId `X-Request-ID` as the platform sent it
   * @param retryAfterMs how long the platform asked us to wait
   */
  constructor(
    readonly type: SafeText,
    readonly status: number,
    readonly detail: SafeText,
    readonly requestId: SafeText | undefined,
    readonly retryAfterMs: number | undefined,
    options?: ErrorOptions,
  ) {
    super(`${type}: ${detail}`, options);
  }

  /** Whether the token is missing, unknown, expired or revoked. */
  get isAuthentication(): boolean {
    return this.type === 'InvalidAuthentication';
  }

  get summary(): string {
    if (this.isAuthentication) return `The platform did not accept your token (${this.detail}).`;
    if (this.status === 503 || this.status === 429)
      return `The platform is busy (${this.status} ${this.type}).`;
    return `The platform refused the call: ${this.type}, ${this.detail}.`;
  }

  get remedy(): string {
    if (this.isAuthentication) return 'Run `dxtop login`; an open dashboard notices, and goes on.';
    if (this.type === 'PermissionDenied') return 'Ask an administrator of the project for access.';
    if (this.type === 'SpendingLimitExceeded')
      return 'Ask whoever pays for the project to raise the limit, or use a project that somebody else pays for.';
    if (this.type === 'ResourceNotFound') return 'Check the ID, and that your account may see it.';
    return '';
  }
}

/** No usable answer came: the network, a proxy, TLS, a deadline. */
export class NetworkError extends DxtopError {
  override readonly name = 'NetworkError';

  /** @param kind what went wrong, for decisions: `timeout`, `refused`, `dns`, `tls`, `reset`, `size`, `redirect`, `protocol` or `other` */
  constructor(
    readonly kind:
      'timeout' | 'refused' | 'dns' | 'tls' | 'reset' | 'size' | 'redirect' | 'protocol' | 'other',
    readonly host: string,
    readonly summary: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(summary, options);
  }
}

/** The SSH connection could not be made, or was refused. `level` is ssh2's word for where it happened. */
export class SshError extends DxtopError {
  override readonly name = 'SshError';

  constructor(
    readonly level: string,
    readonly summary: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(summary, options);
  }
}

/** The worker showed another host key than the platform published: never connected. */
export class HostKeyError extends DxtopError {
  override readonly name = 'HostKeyError';
  readonly summary: string;
  readonly remedy =
    'Nothing was sent to it. If the job was restarted just now, try again; otherwise report this to DNAnexus support.';

  /** @param expected and @param actual are fingerprints as `ssh-keygen -l` prints them */
  constructor(
    readonly expected: string,
    readonly actual: string,
    options?: ErrorOptions,
  ) {
    const summary = `The worker's host key is not the one that the platform published (published ${expected}, shown ${actual}).`;
    super(summary, options);
    this.summary = summary;
  }
}

/** The user changed their mind. */
export class CancelError extends DxtopError {
  override readonly name = 'CancelError';
  readonly summary = 'Cancelled.';
  readonly remedy = '';
}

/** As the bundle's parts are named; each is loaded when it is needed, and another version has others. */
const PART = /-[\dA-Z]{8}\.js'/;

/** Whether a part of the program is gone, as Node says it: of a part, or of one that it needs in turn. */
const isUpdated = (error: Error): boolean =>
  'code' in error &&
  (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'ENOENT') &&
  PART.test(error.message);

/** What to tell the user of any thrown thing: its sentence and its remedy. */
export const toSentence = (error: unknown): string => {
  if (error instanceof DxtopError) return `${error.summary} ${error.remedy}`.trim();
  if (error instanceof Error && isUpdated(error))
    return 'This dxtop was updated or removed while it ran, and a part of it is gone. Start it again; sessions live on.';
  return error instanceof Error ? `${error.name}: ${error.message}` : 'An unknown error occurred.';
};
