import type {RemoteTerminal} from '../../../source/services/terminal/lend-terminal.ts';

/** Reads a shell until its output fits; rejects with what came when that takes over 15 s. */
export const readUntil = (channel: RemoteTerminal, pattern: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    const deadline = setTimeout(() => {
      reject(new Error(`${String(pattern)} is not in ${JSON.stringify(text)}`));
    }, 15_000);
    deadline.unref();
    channel.receive((bytes) => {
      text += bytes.toString('latin1');
      if (!pattern.test(text)) return;
      clearTimeout(deadline);
      resolve(text);
    });
    channel.resume();
  });
