import {execFile} from 'node:child_process';
import {readdir, readFile, readlink, stat} from 'node:fs/promises';
import {promisify} from 'node:util';
import {setTimeout as delay} from 'node:timers/promises';

/**
 * The processes whose environment mentions a folder, by ID and command line. On systems without /proc, those
 * whose command line does.
 */
export const findProcesses = async (directory: string): Promise<string[]> => {
  let names: string[];
  try {
    names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  } catch {
    const {stdout} = await promisify(execFile)('ps', ['-axww', '-o', 'pid=,command=']);
    return stdout.split('\n').filter((line) => line.includes(directory));
  }
  const found: string[] = [];
  for (const name of names) {
    try {
      const environment = await readFile(`/proc/${name}/environ`, 'latin1');
      const command = (await readFile(`/proc/${name}/cmdline`, 'latin1')).replaceAll('\0', ' ');
      if (environment.includes(directory) || command.includes(directory)) found.push(`${name} ${command}`);
    } catch {
      // It ended meanwhile, or belongs to another user.
    }
  }
  return found;
};

/** Where the open descriptors of a process lead, by number. */
export const readDescriptors = async (pid: number): Promise<Record<string, string>> => {
  const names = await readdir(`/proc/${pid}/fd`);
  const links = names.map(async (name) => [name, await readlink(`/proc/${pid}/fd/${name}`)] as const);
  return Object.fromEntries(await Promise.all(links));
};

/** Whether something is at a path. */
export const doesExist = async (path: string): Promise<boolean> => {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
};

/** Asks until the answer is yes. Throws with `describe()` after 15 s. */
export const eventually = async (
  check: () => Promise<boolean>,
  describe: () => Promise<unknown>,
): Promise<void> => {
  const deadline = performance.now() + 15_000;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`Still not so: ${JSON.stringify(await describe())}`);
    await delay(20);
  }
};
