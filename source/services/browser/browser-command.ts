import {delimiter, isAbsolute, join} from 'node:path';
import {findProgram} from '../find-program.ts';

/** A program with its arguments, to be started without a shell. */
export interface BrowserCommand {
  readonly path: string;
  readonly args: readonly string[];
}

/** What can open a URL here, the first choice first, or why nothing can. */
export type BrowserChoice =
  | {readonly kind: 'commands'; readonly commands: readonly BrowserCommand[]}
  | {readonly kind: 'none'; readonly reason: string};

/** What a shell would have to take apart; such an entry of `$BROWSER` is left out. */
const SHELL_SIGNS = /["'`$&;|<>(){}*?\\]/;

/**
 * What opens a URL: `$BROWSER`, which also a remote computer may have a bridge in, and else the system's own opener.
 * Never one that would open it on a computer at which nobody sits.
 *
 * @param url begins with `https:`, so that no program takes it for an option
 */
export const findBrowser = async (
  url: string,
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): Promise<BrowserChoice> => {
  const chosen = platform === 'win32' ? [] : await readBrowserVariable(url, environment);
  const toChoice = (own: readonly BrowserCommand[], reason: string): BrowserChoice => {
    const commands = [...chosen, ...own];
    return commands.length === 0 ? {kind: 'none', reason} : {kind: 'commands', commands};
  };
  const {SSH_CONNECTION, SSH_TTY, DISPLAY, WAYLAND_DISPLAY} = environment;
  if (SSH_CONNECTION || SSH_TTY)
    return toChoice([], 'over SSH a browser would open on this computer, not on yours');
  if (platform === 'win32') {
    const root = environment['SYSTEMROOT'] ?? environment['SystemRoot'] ?? 'C:\\Windows';
    const path = join(root, 'System32', 'rundll32.exe');
    return toChoice([{path, args: ['url.dll,FileProtocolHandler', url]}], '');
  }

  if (platform !== 'darwin' && !DISPLAY && !WAYLAND_DISPLAY)
    return toChoice([], 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)');
  const opener = platform === 'darwin' ? 'open' : 'xdg-open';
  const path = await findProgram(opener, environment);
  return toChoice(path === undefined ? [] : [{path, args: [url]}], `there is no ${opener} on your PATH`);
};

/**
 * The commands in `$BROWSER`: separated by colons, the URL in place of `%s` or at the end.
 * Source: https://man7.org/linux/man-pages/man1/xdg-open.1.html and Python's `webbrowser`, which read it so.
 */
const readBrowserVariable = async (
  url: string,
  environment: NodeJS.ProcessEnv,
): Promise<readonly BrowserCommand[]> => {
  const entries = (environment['BROWSER'] ?? '').split(delimiter).filter((entry) => !SHELL_SIGNS.test(entry));
  const commands: BrowserCommand[] = [];
  for (const entry of entries) {
    const [program = '', ...words] = entry.trim().split(/\s+/);
    const path = isAbsolute(program)
      ? program
      : program === '' || program.includes('/')
        ? undefined
        : await findProgram(program, environment);
    if (path === undefined) continue;
    const args = words.map((word) => word.replaceAll('%s', () => url));
    commands.push({path, args: words.some((word) => word.includes('%s')) ? args : [...args, url]});
  }

  return commands;
};
