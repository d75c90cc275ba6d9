import {ConfigError} from '../../model/errors.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import {type ApiServer, nonEmpty, toApiServer, toPort} from './api-server.ts';
import {type DxVariablesOptions, expandHome, readDxVariables} from './dx-variables.ts';
import {Secret} from './secret.ts';

/** Who the user is for the platform, and where it is. Read once, at the start. */
export interface DxSettings {
  readonly apiServer: ApiServer;
  /** The port of job logs, where it is another than the API's (`DX_WATCH_PORT`). */
  readonly watchPort: number | undefined;
  /** `undefined` when the user is not logged in. */
  readonly token: Secret | undefined;
  /** The word before the token in the header, usually `Bearer`. */
  readonly tokenType: string;
  /** The selected project. */
  readonly projectContextId: string | undefined;
  /** Where the official client keeps its files, the SSH key among them; it may not exist. */
  readonly confDirectory: string;
  /** As typed at login. */
  readonly username: SafeText | undefined;
  /** Where the SSH agent listens (`SSH_AUTH_SOCK`). */
  readonly agentPath: string | undefined;
  /** A file with more certificate authorities to trust (`DX_CA_CERT`). */
  readonly caCertPath: string | undefined;
  /** Whether to trust the operating system's certificate authorities as well (`DX_USE_OS_CA_BUNDLE`). */
  readonly usesSystemCa: boolean;
  /** `https_proxy`, `http_proxy` and `no_proxy` as far as they are set; secret, for they may hold a password. */
  readonly proxyEnvironment: Secret<Readonly<Record<string, string>>>;
  /** What is wrong with the files and variables, and what to do about it; nothing of it stops dxtop. */
  readonly notices: readonly SafeText[];
}

/** Whether a text can be a token. The header takes printable ASCII without blanks, and refuses all else less kindly. */
export const isHeaderWord = (value: unknown): value is string =>
  typeof value === 'string' && /^[\x21-\x7e]{1,8192}$/.test(value);

/** `PUBLIC` is what a logout leaves behind. Source: reading of the official client, and what it sends. */
const toToken = (text: string | undefined): {token?: Secret; tokenType?: string; isBroken: boolean} => {
  if (text === undefined || text === '' || text === 'PUBLIC') return {isBroken: false};
  let context: unknown;
  try {
    context = JSON.parse(text);
  } catch {
    // The parser's message would quote the token; our own sentence follows from `isBroken`.
    return {isBroken: true};
  }
  if (typeof context !== 'object' || context === null || !('auth_token' in context)) return {isBroken: true};
  const {auth_token: token} = context;
  const tokenType = 'auth_token_type' in context ? context.auth_token_type : 'Bearer';
  if (token === 'PUBLIC' || token === null || token === '') return {isBroken: false};
  if (!isHeaderWord(token) || !isHeaderWord(tokenType)) return {isBroken: true};
  return {token: new Secret(token), tokenType, isBroken: false};
};

/** Lower case first, as curl and Node do; an empty value counts as unset. */
const toProxyEnvironment = (environment: NodeJS.ProcessEnv): Secret<Readonly<Record<string, string>>> => {
  const proxies: Record<string, string> = {};
  for (const name of ['https_proxy', 'http_proxy', 'no_proxy']) {
    const value = nonEmpty(environment[name]) ?? nonEmpty(environment[name.toUpperCase()]);
    if (value !== undefined) proxies[name] = value;
  }
  return new Secret(proxies);
};

/**
 * Reads the settings that dxtop shares with the official client; see `readDxVariables` for which value counts.
 *
 * Broken files and values are left out and told in `notices`, with the one exception of the API server: a token must
 * not go to another server than the one that was meant. Throws: `ConfigError` when that is not a valid address.
 */
export const readDxSettings = (options: DxVariablesOptions): DxSettings => {
  const {environment, homeDirectory} = options;
  const {values, sources, confDirectory, notices: found} = readDxVariables(options);
  const notices = [...found];
  const {token, tokenType, isBroken} = toToken(values.get('DX_SECURITY_CONTEXT'));
  if (isBroken) {
    const source = sources.get('DX_SECURITY_CONTEXT') ?? '';
    // A login writes files, and the variable of this shell would still win.
    const remedy =
      environment['DX_SECURITY_CONTEXT'] === undefined ? 'Run `dxtop login`.' : 'Correct it, or unset it.';
    notices.push(
      clean(`DX_SECURITY_CONTEXT from ${source} is not {"auth_token": …, "auth_token_type": …}. ${remedy}`),
    );
  }
  const caCert = environment['DX_CA_CERT'];
  if (caCert === 'NOVERIFY') {
    notices.push(
      clean(
        'DX_CA_CERT is NOVERIFY, but dxtop verifies certificates anyway. Name a file with the certificate instead.',
      ),
    );
  }
  const username = values.get('DX_USERNAME');
  const watchPortText = nonEmpty(environment['DX_WATCH_PORT'] ?? values.get('DX_WATCH_PORT'));
  const watchPort = watchPortText === undefined ? undefined : toPort(watchPortText);
  if (watchPortText !== undefined && watchPort === undefined)
    notices.push(
      clean(`DX_WATCH_PORT is "${watchPortText.slice(0, 20)}", which is not a port; it is ignored.`),
    );
  return {
    apiServer: toApiServer(values, sources),
    watchPort,
    token,
    tokenType: tokenType ?? 'Bearer',
    projectContextId: nonEmpty(values.get('DX_PROJECT_CONTEXT_ID')),
    confDirectory,
    username: username ? clean(username, 256) : undefined,
    agentPath: nonEmpty(environment['SSH_AUTH_SOCK']),
    caCertPath: caCert && caCert !== 'NOVERIFY' ? expandHome(caCert, homeDirectory) : undefined,
    usesSystemCa: Boolean(environment['DX_USE_OS_CA_BUNDLE']),
    proxyEnvironment: toProxyEnvironment(environment),
    notices,
  };
};

/** The token; throws `ConfigError` when nobody is logged in, with what is wrong in the files and variables: it may be why. */
export const requireToken = (settings: Pick<DxSettings, 'token' | 'notices'>): Secret => {
  if (settings.token !== undefined) return settings.token;
  throw new ConfigError(
    ['You are not logged in.', ...settings.notices].join(' '),
    'Run `dxtop login`, or set DX_SECURITY_CONTEXT, and start dxtop again.',
  );
};
