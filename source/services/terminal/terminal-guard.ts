import {constants} from 'node:os';
import type {Terminal} from './terminal.ts';

const EXIT_SOFTWARE = 70;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * Restores the terminal on every way out: the end of the program, a signal, a crash, a terminal that is gone.
 *
 * `onCrash` writes the last words, after the terminal has been restored. Exit codes: 128 + n for signal n, 70 for a crash.
 */
export const guardTerminal = (terminal: Terminal, onCrash: (error: unknown) => void): void => {
  process.on('exit', () => {
    terminal.restore();
  });
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      process.exit(128 + constants.signals[signal]);
    });
  }

  const crash = (error: unknown) => {
    terminal.restore();
    onCrash(error);
    process.exit(EXIT_SOFTWARE);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  terminal.input.onEnd = () => {
    process.exit(128 + constants.signals.SIGHUP);
  };
  // Without a listener the first write to a terminal that is gone would be a crash.
  process.stdout.on('error', () => {
    process.exit(128 + constants.signals.SIGHUP);
  });
};
