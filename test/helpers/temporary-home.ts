import {appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';

/** A home directory of its own for one test, with what a program needs to keep out of the real one. */
export interface TemporaryHome {
  readonly path: string;
  /** `HOME`, the XDG folders below it, a UTF-8 locale and a plain `PATH`; nothing of the test's own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Where the user's settings are. */
  readonly settingsPath: string;
  /** Adds to the user's settings, as TOML. */
  readonly addSettings: (toml: string) => void;
  /** Removes it with all that is in it. Safe to call twice. */
  readonly remove: () => void;
}

/** The note before a user's first connection would hold up every test that attaches; it has tests of its own. */
const SETTINGS = '[ssh]\nreproducibility_note = "never"\n';

/** Creates a home with nothing but these settings (mode 0700, unpredictable name); whoever creates it removes it. */
export const createTemporaryHome = (): TemporaryHome => {
  const home = mkdtempSync(path.join(tmpdir(), 'dxtop-home-'));
  const folder = path.join(home, '.config', 'dxtop');
  const settingsPath = path.join(folder, 'config.toml');
  mkdirSync(folder, {recursive: true, mode: 0o700});
  writeFileSync(settingsPath, SETTINGS);
  return {
    path: home,
    env: {
      HOME: home,
      XDG_CONFIG_HOME: path.join(home, '.config'),
      XDG_STATE_HOME: path.join(home, '.local', 'state'),
      XDG_CACHE_HOME: path.join(home, '.cache'),
      LANG: 'C.UTF-8',
      TERM: 'xterm-256color',
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      SHELL: '/bin/sh',
    },
    settingsPath,
    addSettings: (toml) => {
      appendFileSync(settingsPath, toml);
    },
    remove: () => rmSync(home, {recursive: true, force: true}),
  };
};
