import {existsSync} from 'node:fs';
import {createPalette} from '../format/palette.ts';
import {formatStoredAge} from '../format/time.ts';
import {isTooSmall} from '../format/too-small.ts';
import {clean} from '../model/safe-text.ts';
import type {FirstFrame} from '../run-dashboard.tsx';
import {drawEmptyList} from '../screens/dashboard/draw-empty-list.ts';
import {toFirstFrameKey} from '../services/first-frame/first-frame-key.ts';
import {type FrameFiles, openFrameFiles} from '../services/first-frame/frame-files.ts';
import {toPaint} from '../services/first-frame/paint.ts';
import {readLook} from '../services/first-frame/read-look.ts';
import {readStart, type Start} from '../services/first-frame/read-start.ts';
import {toLinesWithAge} from '../services/first-frame/stored-frame.ts';
import {hasColour} from '../services/settings/colour.ts';
import {isUnicode} from '../services/settings/locale.ts';
import {toStateDirectory, toStatePath} from '../services/settings/state-directory.ts';
import {JobControl} from '../services/terminal/job-control.ts';
import {openTerminal} from '../services/terminal/open-terminal.ts';
import type {TerminalSize} from '../services/terminal/terminal.ts';
import type {CommandContext} from './command-context.ts';

/**
 * Shows the list before anything else is loaded, which takes a quarter of the time to a first frame: as it was when dxtop
 * was last here, with its age, on a terminal of the same kind and size, and for the same account and settings; and at
 * the very first start the empty one, in the colours and signs of the settings.
 *
 * From then on keys are kept for the dashboard, and the terminal is restored on every way out. Shape: `undefined` where
 * no frame is kept at all.
 */
export const showFirstFrame = async (context: CommandContext): Promise<FirstFrame | undefined> => {
  // Who a file belongs to cannot be told there.
  if (process.platform === 'win32') return undefined;
  const {environment} = context;
  if (!process.stdin.isTTY || !process.stdout.isTTY || environment['TERM'] === 'dumb') return undefined;
  const places = {...context, platform: process.platform, parentProcessId: process.ppid};
  const start = readStart(places);
  if (start === undefined) return undefined;
  const stateDirectory = toStateDirectory(places);
  const files = openFrameFiles(stateDirectory, toFirstFrameKey(start, environment));
  const {columns, rows} = process.stdout;
  const lines =
    readLastLines(files, {columns, rows}) ??
    (isVeryFirst(start, stateDirectory) && !isTooSmall(columns, rows)
      ? await drawVeryFirst(start, environment, {columns, rows})
      : undefined);
  if (lines === undefined) return {files, shown: undefined};
  const terminal = openTerminal();
  const jobControl = new JobControl(terminal);
  terminal.paint(toPaint(lines));
  return {files, shown: {terminal, jobControl}};
};

const readLastLines = (files: FrameFiles, size: TerminalSize): readonly string[] | undefined => {
  const frame = files.read(size);
  if (frame?.columns !== size.columns || frame.rows !== size.rows) return undefined;
  const ageMs = Date.now() - frame.asOfMs;
  return ageMs < 0 ? undefined : toLinesWithAge(frame, formatStoredAge(ageMs, {isLoading: true}));
};

/** Whether nothing was ever stored or chosen, and nothing of the login is to be told above the list. */
const isVeryFirst = ({settings}: Start, stateDirectory: string): boolean =>
  settings.notices.length === 0 && !existsSync(toStatePath(stateDirectory));

const drawVeryFirst = async (
  {settings, userSettings}: Start,
  environment: NodeJS.ProcessEnv,
  size: TerminalSize,
): Promise<readonly string[] | undefined> => {
  const look = await readLook(userSettings);
  return (
    look &&
    drawEmptyList({
      source: clean(settings.apiServer.host),
      ...size,
      palette: createPalette(hasColour(environment), look.theme),
      isAscii: look.ascii || !isUnicode(environment, process.platform),
    })
  );
};
