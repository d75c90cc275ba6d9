import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';

/** A home directory of its own for one test, with what a program needs to keep out of the real one. */
export interface TemporaryHome {
  readonly path: string;
  /** `HOME`, the XDG folders below it, a UTF-8 locale and a plain `PATH`; nothing of the test's own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Removes it with all that is in it. Safe to call twice. */
  readonly remove: () => void;
}

/** The note before a user's first connection would hold up every test that attaches; it has tests of its own. */
const SETTINGS = '[ssh]\nreproducibility_note = "never"\n';

/** Creates a home with nothing but these settings (mode 0700, unpredictable name); whoever creates it removes it. */
export const createTemporaryHome = (): TemporaryHome => {
  const home = mkdtempSync(path.join(tmpdir(), 'dxtop-home-'));
  const settings = path.join(home, '.config', 'dxtop');
  mkdirSync(settings, {recursive: true, mode: 0o700});
  writeFileSync(path.join(settings, 'config.toml'), SETTINGS);
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
    remove: () => rmSync(home, {recursive: true, force: true}),
  };
};
