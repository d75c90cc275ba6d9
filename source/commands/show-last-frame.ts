import {formatStoredAge} from '../format/time.ts';
import {findFirstFrameKey} from '../services/first-frame/first-frame-key.ts';
import {openFrameFiles} from '../services/first-frame/frame-files.ts';
import {toPaint} from '../services/first-frame/paint.ts';
import {toStateDirectory} from '../services/settings/state-directory.ts';
import {JobControl} from '../services/terminal/job-control.ts';
import {openTerminal} from '../services/terminal/open-terminal.ts';
import type {FirstFrame} from '../run-dashboard.tsx';
import type {CommandContext} from './command-context.ts';

/**
 * Shows what the list looked like when dxtop was last here, with its age, before anything else is loaded: that takes a
 * quarter of the time to a first frame. Only on a terminal of the same kind and size, and for the same account and settings.
 *
 * From then on keys are kept for the dashboard, and the terminal is restored on every way out. Shape: `undefined` where
 * no frame is kept at all.
 */
export const showLastFrame = (context: CommandContext): FirstFrame | undefined => {
  // Who a file belongs to cannot be told there.
  if (process.platform === 'win32') return undefined;
  if (!process.stdin.isTTY || !process.stdout.isTTY || context.environment['TERM'] === 'dumb')
    return undefined;
  const places = {...context, platform: process.platform, parentProcessId: process.ppid};
  const key = findFirstFrameKey(places);
  if (key === undefined) return undefined;
  const files = openFrameFiles(toStateDirectory(places), key);
  const {columns, rows} = process.stdout;
  const frame = files.read({columns, rows});
  const isOurs = frame?.columns === columns && frame.rows === rows;
  if (!isOurs || frame.asOfMs > Date.now()) return {files, shown: undefined};
  const terminal = openTerminal();
  const jobControl = new JobControl(terminal);
  terminal.paint(toPaint(frame, formatStoredAge(Date.now() - frame.asOfMs, {isLoading: true})));
  return {files, shown: {terminal, jobControl}};
};
