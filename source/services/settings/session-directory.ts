import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/** Answers the parent of a process; `undefined` when there is none, or nobody can tell. */
export type FindParent = (processId: number) => number | undefined;

/** How far up the tree to look: no real shell is nested as deep, and a loop must end. */
const MAX_ANCESTORS = 64;

/** Source: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html (the name in brackets may itself hold brackets) */
const findParentInProc: FindParent = (processId) => {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'latin1');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    return Number.isInteger(parent) && parent > 0 ? parent : undefined;
  } catch {
    // The process is gone, or hidden from us: the walk ends here, as it does for the official client.
    return undefined;
  }
};

/** One `ps` for the whole table, where there is no /proc (macOS, BSD). Without `ps` nobody has a parent. */
const createPsParents = (): FindParent => {
  const table = new Map<number, number>();
  const {stdout} = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], {encoding: 'latin1', timeout: 2000});
  for (const line of stdout.split('\n')) {
    const [processId, parent] = line.trim().split(/\s+/).map(Number);
    if (processId !== undefined && parent !== undefined && parent > 0) table.set(processId, parent);
  }
  return (processId) => table.get(processId);
};

/**
 * Finds the directory in which the official client keeps what one shell session selected: `sessions/PID` of the
 * nearest ancestor process that has one.
 *
 * Shape: a path, or `undefined` when no ancestor has a session. Never throws.
 *
 * @param parentProcessId where the walk starts: our own parent, as the official client does
 * @param findParent for tests; by default /proc on Linux, `ps` elsewhere, and the parent alone on Windows
 */
export const findSessionDirectory = (
  confDirectory: string,
  parentProcessId: number,
  findParent?: FindParent,
): string | undefined => {
  const sessionsDirectory = join(confDirectory, 'sessions');
  let names: Set<string>;
  try {
    names = new Set(readdirSync(sessionsDirectory));
  } catch {
    // No such directory, or a closed one: then there are no sessions, which is the usual case.
    return undefined;
  }
  let find = findParent;
  let processId: number | undefined = parentProcessId;
  for (let step = 0; step < MAX_ANCESTORS && processId !== undefined && names.size > 0; step++) {
    if (names.has(String(processId))) return join(sessionsDirectory, String(processId));
    find ??=
      process.platform === 'linux'
        ? findParentInProc
        : process.platform === 'win32'
          ? () => undefined
          : createPsParents();
    processId = find(processId);
  }
  return undefined;
};
