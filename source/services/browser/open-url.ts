import {spawn} from 'node:child_process';
import {clean, type SafeText} from '../../model/safe-text.ts';
import {type BrowserCommand, findBrowser} from './browser-command.ts';

/** What came of opening a URL. */
export type UrlOpening =
  | {readonly kind: 'opened'}
  /** Nothing could open it; why, as the end of a sentence. */
  | {readonly kind: 'refused'; readonly reason: SafeText};

/** Opens a page of the platform's website in the user's browser. Never rejects. */
export type UrlOpener = (url: string) => Promise<UrlOpening>;

/** The pages that dxtop knows, behind the host: one execution on the website's monitor. */
const OWN_PATH = /^\/panx\/projects\/[0-9A-Za-z]{24}\/monitor\/(?:job|analysis)\/[0-9A-Za-z]{24}$/;
/** What a browser and its starter need of the environment; no token is among it (threat-model X-2). */
const ALLOWED =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_\w+|DBUS_SESSION_BUS_ADDRESS|DESKTOP_SESSION|KDE_\w+|GNOME_\w+|BROWSER|TMPDIR|TEMP|TMP|SYSTEMROOT|USERPROFILE|APPDATA|LOCALAPPDATA|PROGRAMFILES|WSL_\w+|WSLENV|VSCODE_IPC_HOOK_CLI)$/i;
/** A starter that failed says so by then; a browser that is its own starter runs on. */
const SETTLE_MS = 3000;

/**
 * Makes the opener for the computer that dxtop runs on. What it starts lives on after dxtop.
 *
 * @param website the only host whose pages are opened; none are without one
 */
export const createUrlOpener = (
  environment: NodeJS.ProcessEnv,
  website: string | undefined,
  platform: NodeJS.Platform = process.platform,
): UrlOpener => {
  const env = Object.fromEntries(Object.entries(environment).filter(([name]) => ALLOWED.test(name)));
  return async (url) => {
    if (website === undefined || !isOwnPage(url, website))
      return {kind: 'refused', reason: clean('it is no page of the platform')};
    const choice = await findBrowser(url, environment, platform);
    if (choice.kind === 'none') return {kind: 'refused', reason: clean(choice.reason)};
    let reason = clean('');
    for (const command of choice.commands) {
      const failure = await start(command, env);
      if (failure === undefined) return {kind: 'opened'};
      reason = clean(`${command.path} ${failure}`, 200);
    }

    return {kind: 'refused', reason};
  };
};

const isOwnPage = (url: string, website: string): boolean => {
  const start = `https://${website}`;
  return url.startsWith(start) && OWN_PATH.test(url.slice(start.length));
};

/** Starts a program; answers how it failed, or `undefined` when it ended well or runs on. */
const start = ({path, args}: BrowserCommand, env: NodeJS.ProcessEnv): Promise<string | undefined> =>
  new Promise((resolve) => {
    const child = spawn(path, args, {env, stdio: 'ignore', detached: true});
    const timer = setTimeout(() => {
      resolve(undefined);
    }, SETTLE_MS);
    const settle = (failure: string | undefined) => {
      clearTimeout(timer);
      resolve(failure);
    };
    child.once('error', ({message}) => {
      settle(`could not be started: ${message}`);
    });
    child.once('exit', (code, signal) => {
      settle(code === 0 ? undefined : `ended with ${String(code ?? signal)}`);
    });
    child.unref();
  });
