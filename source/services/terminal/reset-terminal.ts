import {spawnSync} from 'node:child_process';
import type {ReadStream, WriteStream} from 'node:tty';
import {restoreSequence} from './restore-terminal.ts';

/** Repairs a terminal after a program that was killed: its modes and screen, and the line settings with `stty sane`. */
export const resetTerminal = (stdin: ReadStream, stdout: WriteStream): void => {
  stdin.setRawMode(true);
  stdin.setRawMode(false);
  stdout.write(restoreSequence({isAlternateScreen: true}));
  spawnSync('stty', ['sane'], {stdio: ['inherit', 'ignore', 'ignore']});
};
