import {type ChildProcessWithoutNullStreams, execFile, spawn} from 'node:child_process';
import {setTimeout as delay} from 'node:timers/promises';
import type {IPty} from 'node-pty';
import {SshError} from '../../../model/errors.ts';
import type {TerminalSize} from '../../terminal/terminal.ts';
import {WORKER_ALIAS} from '../known-hosts.ts';
import type {CommandResult, WorkerConnection} from '../transport.ts';
import type {OpenSsh} from './find-openssh.ts';
import {toLossReason} from './openssh-error.ts';
import {removeOpenSshFiles} from './openssh-files.ts';
import {OpenSshTerminal} from './openssh-terminal.ts';

const COMMAND_TIMEOUT_MS = 10_000;
const COMMAND_OUTPUT_LIMIT_BYTES = 64 * 1024;
const HEARTBEAT_MS = 1000;
/** How long a link that ended a channel may take to be seen as gone. */
const LOSS_GRACE_MS = 500;

/**
 * A link that the user's own ssh holds, as a master whose socket further ones share: one for each terminal and command,
 * and one that sends back a byte each second, so that silence is known as such. Whoever made it closes it.
 */
export class OpenSshConnection implements WorkerConnection {
  /** Resolves with the reason once the link is gone. */
  readonly lost: Promise<string>;
  readonly #openSsh: OpenSsh;
  readonly #master: IPty;
  readonly #directory: string;
  readonly #configPath: string;
  readonly #heart: ChildProcessWithoutNullStreams;
  readonly #ticker: NodeJS.Timeout;
  #hasHeart = true;
  #lastReceivedMs = performance.now();
  #isDown = false;
  #tail = '';

  /** @param directory a folder of this connection's own, with its configuration; removed at the end */
  constructor(openSsh: OpenSsh, master: IPty, directory: string, configPath: string) {
    this.#openSsh = openSsh;
    this.#master = master;
    this.#directory = directory;
    this.#configPath = configPath;
    master.onData((data) => {
      this.#tail = (this.#tail + data).slice(-4096);
    });
    this.lost = new Promise((resolve) => {
      master.onExit(() => {
        this.close();
        resolve(toLossReason(this.#tail));
      });
    });
    const {path, environment} = openSsh;
    this.#heart = spawn(path, [...this.#shared, 'exec cat'], {env: environment});
    this.#heart.stdout.on('data', () => {
      this.#received();
    });
    // Without it silence cannot be told from a worker that has nothing to say; ssh itself gives up after 14 s.
    const stopHeart = () => {
      this.#hasHeart = false;
    };
    this.#heart.once('exit', stopHeart);
    this.#heart.once('error', stopHeart);
    this.#heart.stdin.on('error', stopHeart);
    this.#heart.stderr.resume();
    this.#ticker = setInterval(() => {
      if (this.#hasHeart) this.#heart.stdin.write('\n');
    }, HEARTBEAT_MS);
    // However dxtop ends: no ssh is left behind, and no folder.
    process.once('exit', this.#handleExit);
  }

  get isDown(): boolean {
    return this.#isDown;
  }

  silenceMs(): number {
    return this.#hasHeart ? performance.now() - this.#lastReceivedMs : 0;
  }

  run(command: string): Promise<CommandResult> {
    return new Promise((resolve, reject) => {
      const {path, environment} = this.#openSsh;
      const options = {
        env: environment,
        timeout: COMMAND_TIMEOUT_MS,
        maxBuffer: COMMAND_OUTPUT_LIMIT_BYTES,
        encoding: 'utf8',
      } as const;
      const child = execFile(path, [...this.#shared, command], options, (error, output) => {
        const status = error === null ? 0 : error.code;
        if (typeof status === 'number' && !this.#isDown && status !== 255) resolve({status, output});
        else reject(channelError('The worker did not run a command.', error ?? undefined));
      });
      child.stdin?.end();
    });
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- as the interface has it; here nothing is waited for
  async openTerminal(size: TerminalSize, term: string, command?: string): Promise<OpenSshTerminal> {
    if (this.#isDown) throw channelError('The connection is gone.');
    const {path, spawnOnTerminal, environment} = this.#openSsh;
    const args = [
      '-tt',
      '-o',
      'LogLevel=QUIET',
      ...this.#shared,
      ...(command === undefined ? [] : [command]),
    ];
    const pty = spawnOnTerminal(path, args, {
      name: term,
      cols: size.columns,
      rows: size.rows,
      env: {...environment, TERM: term},
      encoding: null,
    });
    return new OpenSshTerminal(pty, {
      silenceMs: () => this.silenceMs(),
      onReceived: () => {
        this.#received();
      },
      findLoss: () => Promise.race([this.lost, delay(LOSS_GRACE_MS, undefined)]),
      lost: this.lost,
    });
  }

  close(): void {
    if (this.#isDown) return;
    this.#isDown = true;
    process.off('exit', this.#handleExit);
    clearInterval(this.#ticker);
    this.#heart.kill();
    this.#master.kill();
    removeOpenSshFiles(this.#directory);
  }

  readonly #handleExit = () => {
    this.close();
  };

  /** Whoever shares the link never makes one of their own: that way in is shut. */
  get #shared(): readonly string[] {
    return ['-F', this.#configPath, '-o', 'ProxyCommand=false', '-o', 'BatchMode=yes', WORKER_ALIAS];
  }

  #received(): void {
    this.#lastReceivedMs = performance.now();
  }
}

const channelError = (summary: string, cause?: Error) =>
  new SshError(
    'channel',
    summary,
    'Try again; if it stays so, the worker may be out of memory or processes.',
    {cause},
  );
