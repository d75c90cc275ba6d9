import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {workerPath} from './find-program.ts';

/**
 * A program for `sh`, with folders as its arguments: when standard input ends, it kills every process that
 * belongs to one of them, until none is left, and removes them.
 *
 * A process belongs to a folder when its initial environment puts HOME inside (each process of a worker gets
 * such a HOME, and daemons like tmux inherit it), when it carries the mark of one of its workers
 * (`toProcessMark`), when its session leader belongs, or when an ancestor belongs. Everything found is stopped first and searched again until nothing new turns up, so that nothing
 * can fork its way out meanwhile. It is a shell program because it must outlive the emulator, and as a text
 * it needs no file of its own in the bundle; a second Node.js would cost 40 MB all the time. Without /proc
 * (macOS) it asks `ps`; footing of that: assumed.
 */
export const endProcessesProgram = `
trap '' HUP INT QUIT TERM PIPE
cd /
while read -r _; do :; done
list_marks() { for folder; do printf 'HOME=%s/\\n' "$folder"; done; }
list_limits() {
  for folder; do
    for worker in "$folder" "$folder"/w-*; do
      mark=$(printf %s "$worker" | sha256sum | cut -c 1-12)
      printf '^Max realtime timeout  *%d  *%d  *us' "0x$mark" "0x$mark"
      echo
    done
  done
}
list_marked() {
  if [ -r /proc/self/stat ]; then
    list_marks "$@" | grep -lsaF -f - /proc/[0-9]*/environ
    list_limits "$@" | grep -ls -f - /proc/[0-9]*/limits
  else ps -axwwE -o pid= -o command= | { marks=$(list_marks "$@"); grep -F -- "$marks"; } | grep -v end-processes | awk '{print $1}'
  fi | tr -dc '0-9\\n' | tr '\\n' ' '
}
list_all() {
  if [ -r /proc/self/stat ]; then cat /proc/[0-9]*/stat 2>/dev/null | sed 's/^\\([0-9]*\\) (.*) \\(.\\) /\\1 \\2 /'
  else ps -ax -o pid= -o stat= -o ppid= -o pgid= -o pgid=
  fi
}
list() {
  marked=$(list_marked "$@")
  list_all | awk -v marked="$marked" '
    { state[$1] = $2; parent[$1] = $3; session[$1] = $5 }
    END {
      count = split(marked, ids, " ")
      for (i = 1; i <= count; i++) if (ids[i] in state) hit[ids[i]] = 1
      do {
        more = 0
        for (id in state) if (!(id in hit) && ((parent[id] in hit) || (session[id] in hit))) { hit[id] = 1; more = 1 }
      } while (more)
      for (id in hit) if (state[id] !~ /^[ZX]/) print id
    }' | sort -n | tr '\\n' ' '
}
quiet=0
while [ "$quiet" -lt 2 ]; do
  found=$(list "$@")
  if [ -z "$found" ]; then
    quiet=$((quiet + 1))
    [ "$quiet" -ge 2 ] || sleep 0.02
    continue
  fi
  quiet=0
  before=
  while [ "$found" != "$before" ]; do
    kill -STOP $found 2>/dev/null
    before=$found
    found=$(list "$@")
  done
  kill -KILL $before 2>/dev/null
done
# The emulator may have been making something in it until now.
tries=0
until rm -rf -- "$@" 2>/dev/null; do
  tries=$((tries + 1))
  [ "$tries" -lt 50 ] || exit 1
  sleep 0.02
done
`;

/** The command line that runs `endProcessesProgram` for some folders. */
export const toEndProcessesCommand = (directories: readonly string[]): readonly [string, ...string[]] => [
  '/bin/sh',
  '-c',
  endProcessesProgram,
  'end-processes',
  ...directories,
];

const sweep = async (directories: readonly string[]): Promise<void> => {
  const [program, ...rest] = toEndProcessesCommand(directories);
  const child = spawn(program, rest, {
    cwd: '/',
    env: {PATH: workerPath},
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  if (code !== 0)
    throw new Error(`The processes in ${directories.join(', ')} could not be ended (${signal ?? code}).`);
};

let waiting: string[] = [];
let running: Promise<void> = Promise.resolve();
let next: Promise<void> | undefined;

/**
 * Ends every process whose home lies inside a folder, whatever it did to get away, and removes the folder.
 * Requests that come while one is being served are served together after it: each looks at every process of
 * the computer.
 *
 * Throws: an `Error` when the sweep could not be run or failed, for example because a folder could not be
 * removed.
 */
export const endProcesses = (directory: string): Promise<void> => {
  waiting.push(directory);
  return (next ??= startNext());
};

const startNext = async (): Promise<void> => {
  // How the one before ended is told to those who asked for it.
  await running.catch(() => undefined);
  const directories = waiting;
  waiting = [];
  running = sweep(directories);
  next = undefined;
  await running;
};
