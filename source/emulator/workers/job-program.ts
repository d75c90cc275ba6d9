import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {constants} from 'node:fs';
import {lstat, open, type FileHandle} from 'node:fs/promises';
import {join} from 'node:path';
import type {Readable} from 'node:stream';
import type {Launcher} from './launch.ts';
import {signalGroup} from './process-group.ts';

/** Where a line of a program came from. */
export type ProgramStream = 'STDOUT' | 'STDERR';

/** How the program of a job ended, and what it left behind. */
export interface ProgramEnd {
  /** Exit status; absent when a signal ended it. */
  readonly code?: number;
  readonly signal?: string;
  /** Whether the hold file was there at that moment. */
  readonly isHeld: boolean;
  /** The texts of `job_output.json` and `job_error.json`, as far as there are any. */
  readonly output?: string;
  readonly error?: string;
}

/** What a worker is told to run as its job. */
export interface ProgramOptions {
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Called for each line of output. */
  readonly onLine?: (stream: ProgramStream, line: string) => void;
  /** Called once, unless the worker is closed before. */
  readonly onEnd?: (end: ProgramEnd) => void;
}

/** The running job of a worker. */
export interface JobProgram {
  /**
   * Keeps the job's place with a process that does nothing, after the program's end; what is left of the program
   * goes, unless `keepsTree`. `onEnd` is called when somebody ends that process. Footing: documented, reference D.4.
   */
  hold(keepsTree: boolean, onEnd: () => void): Promise<void>;
  /** From now on nobody is told of anything. */
  forget(): void;
}

/** Stands for `/.dx-hold`, which an unprivileged shell cannot make; `sudo` on the worker maps the one to the other. */
export const holdFile = '.dx-hold';

const maximumFileBytes = 1024 * 1024;
/** A child that goes on holding the output must not keep its parent's end from being seen. */
const drainMs = 250;

/** A file of the home folder, which belongs to the job: no links are followed, and nothing but a file is read. */
const readOwn = async (path: string): Promise<string | undefined> => {
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const {size} = await file.stat();
    if (!(await file.stat()).isFile() || size > maximumFileBytes) return undefined;
    return await file.readFile('utf8');
  } catch {
    // Not there, or not readable as a file: the job said nothing.
    return undefined;
  } finally {
    await file?.close();
  }
};

const readEnd = async (home: string, child: ChildProcess): Promise<ProgramEnd> => {
  const output = await readOwn(join(home, 'job_output.json'));
  const error = await readOwn(join(home, 'job_error.json'));
  const isHeld = await lstat(join(home, holdFile)).then(
    () => true,
    () => false,
  );
  return {
    ...(child.exitCode !== null && {code: child.exitCode}),
    ...(child.signalCode !== null && {signal: child.signalCode}),
    isHeld,
    ...(output !== undefined && {output}),
    ...(error !== undefined && {error}),
  };
};

/** Writes a stream into its file, and tells its lines. Settles when the stream has ended and all is written. */
const record = async (stream: Readable, file: FileHandle, onLine: (line: string) => void): Promise<void> => {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      await file.write(chunk);
      const lines = (rest + decoder.decode(chunk, {stream: true})).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
      // A line without an end must not grow for ever.
      if (rest.length > 65_536) {
        onLine(rest);
        rest = '';
      }
    }
  } catch {
    // The stream was destroyed because its last holder outlived the program, or the disk is full.
  }
  if (rest !== '') onLine(rest);
};

const spawnQuiet = async (
  launcher: Launcher,
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
  output: 'pipe' | 'ignore',
): Promise<ChildProcess> => {
  const [file, ...rest] = launcher.toCommand(command);
  const child = spawn(file, rest, {
    cwd: launcher.home,
    env: {...environment, ...launcher.environment},
    detached: true,
    stdio: ['ignore', output, output],
  });
  await once(child, 'spawn');
  return child;
};

/**
 * Starts the job's own program, with its output in the files that reference H.3 names.
 *
 * Throws: an `Error` when it cannot be started.
 */
export const startJobProgram = async (launcher: Launcher, options: ProgramOptions): Promise<JobProgram> => {
  const {program, environment, onLine, onEnd} = options;
  const outputFile = await open(join(launcher.home, 'dx_stdout'), 'a');
  const errorFile = await open(join(launcher.home, 'dx_stderr'), 'a');
  const command = [launcher.shell, '-c', program];
  const child = await spawnQuiet(launcher, command, environment, 'pipe');
  const {pid, stdout, stderr} = child;
  let isForgotten = false;
  const tell = (stream: ProgramStream) => (line: string) => {
    if (!isForgotten) onLine?.(stream, line);
  };
  const recorded = Promise.all([
    stdout && record(stdout, outputFile, tell('STDOUT')),
    stderr && record(stderr, errorFile, tell('STDERR')),
  ]);
  const finish = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    const timer = setTimeout(() => [stdout, stderr].forEach((stream) => stream?.destroy()), drainMs);
    await recorded;
    clearTimeout(timer);
    await Promise.all([outputFile.close(), errorFile.close()]);
    if (isForgotten || onEnd === undefined) return;
    const end = await readEnd(launcher.home, child);
    // The worker may have been closed while its files were read.
    if (!isStopped()) onEnd(end);
  };
  const isStopped = () => isForgotten;
  void finish();
  return {
    hold: async (keepsTree, onHoldEnd) => {
      if (!keepsTree && pid !== undefined) signalGroup(pid, 'SIGKILL');
      const wait = 'exec -a dx-debug-hold sleep 2147483647';
      const placeholder = await spawnQuiet(launcher, [launcher.shell, '-c', wait], environment, 'ignore');
      placeholder.once('exit', () => {
        if (!isForgotten) onHoldEnd();
      });
    },
    forget: () => {
      isForgotten = true;
    },
  };
};
