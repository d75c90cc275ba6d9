import {createEmulator} from './emulator.ts';

/** How to run the emulator by itself. */
export interface EmulatorCommandOptions {
  scenario?: string;
  port?: number;
  /** Receives the text for standard output. */
  write: (text: string) => void;
}

/** Text as one word of a POSIX shell. */
const toShellWord = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/**
 * Starts an emulator and writes the shell lines that point a client at it, then the line `# ready`.
 *
 * Rejects as `createEmulator` does. The caller closes the result; nothing is left behind then.
 */
export const runEmulatorCommand = async (
  options: EmulatorCommandOptions,
): Promise<{close(): Promise<void>}> => {
  const {scenario, port, write} = options;
  const emulator = await createEmulator({
    ...(scenario !== undefined && {scenario}),
    ...(port !== undefined && {port}),
  });
  const lines = Object.entries(emulator.environment).map(
    ([name, value]) => `export ${name}=${toShellWord(value)}\n`,
  );
  write(`${lines.join('')}# ready\n`);
  return {close: () => emulator.close()};
};
