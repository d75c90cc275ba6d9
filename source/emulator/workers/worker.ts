import {attachTerminal} from './attached-terminal.ts';
import {endProcesses} from './end-processes.ts';
import {workerCommands} from './commands.ts';
import {startJobProgram, type JobProgram, type ProgramEnd, type ProgramStream} from './job-program.ts';
import {KeptTerminal} from './kept-terminal.ts';
import {createLauncher, type Launcher} from './launch.ts';
import {prepareMultiplexer, toInteractiveShell} from './multiplexer.ts';
import {openPseudoTerminal} from './pseudo-terminal.ts';
import {runCommand} from './run-command.ts';
import {createSshServer} from './ssh-server.ts';
import type {SessionRequest} from './ssh-session.ts';
import {createWorkerFolder, toShellWord, type WorkerFolder} from './worker-folder.ts';

/** What a worker needs to know. */
export interface WorkerOptions {
  readonly jobId: string;
  /**
   * The folder of this run of the emulator, as `createSupervisor` makes it. The worker makes its own folder
   * inside.
   */
  readonly runDirectory: string;
  /** What a login shows first; reference H.1 has the text. */
  readonly banner: string;
  /**
   * The job's variables: set for its program, for login shells, and in `~/environment`; not for plain
   * commands (observed).
   */
  readonly environment: Readonly<Record<string, string>>;
  /** Public keys that may log in, as OpenSSH writes them; asked at each attempt. */
  readonly authorizedKeys: () => readonly string[];
  /** Whether SSH is allowed for this peer; asked at each new connection. */
  readonly isAllowed: () => boolean;
  /** Whether logins share a tmux session (`findTmux` says if there is one), or else a kept terminal. */
  readonly useTmux: boolean;
  /**
   * Shell text that "is" the job. It starts with the worker, without a terminal, and writes to `~/dx_stdout`
   * and `~/dx_stderr`; with tmux, window 1 "bash running" shows both. The worker does not end when it does.
   */
  readonly program?: string;
  /**
   * More files of the home folder by name, or other text for `job_input.json`, `dnanexus-job.json` and their
   * like.
   */
  readonly files?: Readonly<Record<string, string>>;
  /** Bash scripts by name that its processes find on their path, besides those that every worker has. */
  readonly commands?: Readonly<Record<string, string>>;
  /** Called for each line that the program writes. */
  readonly onProgramLine?: (stream: ProgramStream, line: string) => void;
  /** Called once when the program has ended; not when the worker is closed before. */
  readonly onProgramEnd?: (end: ProgramEnd) => void;
}

/** One running worker: an SSH server with real shells behind it. */
export interface Worker {
  /** `127.0.0.1`. */
  readonly host: string;
  /** The job's program, if it has one. */
  readonly program: JobProgram | undefined;
  readonly port: number;
  /** The public host key as OpenSSH writes it: `ssh-ed25519 AAAA… root@ip-10-0-200-1` and a newline. */
  readonly hostKey: string;
  /** Shows a new host key to connections from now on; `hostKey` is the new one then. */
  changeHostKey(): void;
  /** The user ID of its shells: not the emulator's own when root runs the emulator. */
  readonly shellUid: number;
  /**
   * Cuts all connections, by a TCP reset or an end without an SSH goodbye. Sessions on the worker live on.
   */
  cutLinks(how: 'reset' | 'close'): void;
  /** Nothing passes any more in either direction, on connections that exist or come; sockets stay open. */
  stallLinks(): void;
  /** Ends the stall: everything that was held goes on, no byte lost or doubled. */
  healLinks(): void;
  /** Everything that passes takes this much longer each way, on connections that exist or come; 0 ends that. */
  slowLinks(ms: number): void;
  /**
   * The job is over: connections are cut, the port is closed, every process of the worker is killed and its
   * folder removed. Safe to call twice. Throws: an `Error` when something could not be ended or removed.
   */
  close(): Promise<void>;
}

/**
 * Starts a worker. Its port answers when the result is there.
 *
 * Throws: an `Error` when bash, node-pty or (with `useTmux`) tmux is missing, or when root privileges cannot
 * be given up. The caller closes the result.
 */
export const createWorker = async (options: WorkerOptions): Promise<Worker> => {
  const commands = {...workerCommands, ...options.commands};
  const folder = await createWorkerFolder(options.runDirectory, {files: {}, ...options, commands});
  const launcher = await createLauncher(folder);
  const run = await createRunner(options, folder, launcher);
  const program = await startProgram(options, launcher);
  const server = await createSshServer({...options, run});
  const closeOnce = async (): Promise<void> => {
    program?.forget();
    await server.close();
    await endProcesses(folder.root);
  };
  let closing: Promise<void> | undefined;
  return {
    host: '127.0.0.1',
    program,
    port: server.port,
    get hostKey() {
      return server.hostKey;
    },
    changeHostKey: () => server.changeHostKey(),
    shellUid: launcher.user.uid,
    cutLinks: (how) => server.cutLinks(how),
    stallLinks: () => server.stallLinks(),
    healLinks: () => server.healLinks(),
    slowLinks: (ms) => server.slowLinks(ms),
    close: () => (closing ??= closeOnce()),
  };
};

const startProgram = async (options: WorkerOptions, launcher: Launcher): Promise<JobProgram | undefined> => {
  const {program, environment, onProgramLine, onProgramEnd} = options;
  if (program === undefined) return undefined;
  return startJobProgram(launcher, {
    program,
    environment,
    ...(onProgramLine && {onLine: onProgramLine}),
    ...(onProgramEnd && {onEnd: onProgramEnd}),
  });
};

/**
 * What a session request does on this worker: a login with or without tmux, or a command; each with or
 * without a terminal.
 */
const createRunner = async (
  options: WorkerOptions,
  folder: WorkerFolder,
  launcher: Launcher,
): Promise<(request: SessionRequest) => Promise<void>> => {
  const {home: directory} = folder;
  const environment = {...options.environment, ...launcher.environment};
  const shell = toInteractiveShell(folder, launcher);
  const showBanner = `cat ${toShellWord(folder.banner)}; exec "$@"`;
  const shellWithBanner = [
    launcher.shell,
    '--noprofile',
    '--norc',
    '-c',
    showBanner,
    'login',
    ...shell,
  ] as const;
  const kept = new KeptTerminal((size, type) =>
    openPseudoTerminal({
      command: launcher.toCommand(shellWithBanner),
      environment: {...environment, TERM: type},
      directory,
      size,
    }),
  );
  const login = options.useTmux ? await prepareMultiplexer(folder, launcher) : undefined;

  return async (request) => {
    const {channel, command, terminal, accepted, gone} = request;
    if (terminal === undefined) {
      const line = [launcher.shell, ...(command === undefined ? [] : ['-c', command])];
      const plain = {
        command: launcher.toCommand(line, accepted),
        environment: launcher.environment,
        directory,
      };
      await runCommand(request, plain);
    } else if (command === undefined && login === undefined) {
      await kept.attach(channel, terminal.size, terminal.type, terminal.onSize, gone);
    } else {
      const line =
        command === undefined && login !== undefined ? login : [launcher.shell, '-c', command ?? ''];
      const pseudoTerminal = openPseudoTerminal({
        command: launcher.toCommand(line, accepted),
        environment: {...(command === undefined ? environment : launcher.environment), TERM: terminal.type},
        directory,
        size: terminal.size,
      });
      await attachTerminal(request, terminal, pseudoTerminal);
    }
  };
};
