import {createControlServer, type ControlServer} from './control-server.ts';
import {createEmulator} from './emulator.ts';
import {readFaultSpec} from './fault-spec.ts';

/** How to run the emulator by itself. */
export interface EmulatorCommandOptions {
  scenario?: string;
  port?: number;
  /** How many times faster than real time jobs live. */
  timeScale?: number;
  /** The size of `huge`. */
  executions?: number;
  /** Whether runs take the output of equal jobs that are done. */
  jobReuse?: boolean;
  /** How many hours held jobs are kept; 48 when absent. */
  holdHours?: number;
  /** How long every reply waits. */
  latency?: number;
  /** Calls per second beyond which others are refused; the platform's own limit is 200. */
  rateLimit?: number;
  /** Faults to begin with; `readFaultSpec` says how they are written. */
  fault?: readonly string[];
  /** Opens the control interface, on this port or any free one; without it there is none. */
  control?: boolean | number;
}

/** An emulator that runs. */
export interface RunningEmulator {
  /** What tells others the way to it, and that it is ready: print it once the program can also be ended by them. */
  readonly announcement: string;
  close(): Promise<void>;
}

/** Text as one word of a POSIX shell. */
const toShellWord = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/**
 * Starts an emulator. Its announcement is the shell lines that point a client at it, those of the control interface if
 * there is one, then the line `# ready`.
 *
 * Rejects as `createEmulator`, `createControlServer` and `readFaultSpec` do. The caller closes the result; nothing
 * is left behind then.
 */
export const runEmulatorCommand = async (options: EmulatorCommandOptions): Promise<RunningEmulator> => {
  const {latency, rateLimit, holdHours, fault = [], control = false, ...rest} = options;
  const faults = fault.map((spec) => readFaultSpec(spec));
  const emulator = await createEmulator({
    ...rest,
    ...(holdHours !== undefined && {holdMs: holdHours * 3_600_000}),
  });
  let controlServer: ControlServer | undefined;
  try {
    if (control !== false) {
      controlServer = await createControlServer(emulator.control, control === true ? 0 : control);
    }
  } catch (error) {
    await emulator.close();
    throw error;
  }
  if (latency !== undefined) emulator.control.setLatencyMs(latency);
  if (rateLimit !== undefined) emulator.control.limitRate({perSecond: rateLimit});
  for (const order of faults) emulator.control.failNext(order);
  const variables = {
    ...emulator.environment,
    ...(controlServer && {
      DX_EMULATOR_CONTROL: `http://127.0.0.1:${controlServer.port}`,
      DX_EMULATOR_CONTROL_TOKEN: controlServer.token,
    }),
  };
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${toShellWord(value)}\n`);
  return {
    announcement: `${lines.join('')}# ready\n`,
    close: async () => {
      await controlServer?.close();
      await emulator.close();
    },
  };
};
