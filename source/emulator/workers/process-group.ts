/**
 * Sends a signal to a program that leads a process group, and to all in its group. Does nothing when the
 * group is gone.
 *
 * Throws: an `Error` when the emulator may not signal it.
 */
export const signalGroup = (leader: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};
