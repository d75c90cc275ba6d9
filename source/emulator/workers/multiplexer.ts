import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {findProgram} from './find-program.ts';
import type {Launcher} from './launch.ts';
import {toShellWord, type WorkerFolder} from './worker-folder.ts';

/** Where tmux is, `undefined` when this computer has none: then workers are made with `useTmux: false`. */
export const findTmux = (): Promise<string | undefined> => findProgram('tmux');

/** The name of the session that each login attaches. Footing: assumed; byobu's own default is `1`. */
export const multiplexerSession = 'byobu';

/**
 * byobu's keys (reference H.2: documented) on plain tmux, and a status line that resembles its own. The job's
 * terminal is number 1, as the banner says. The mouse is off, as in byobu's default. No clock with seconds:
 * it would redraw an idle screen.
 */
const toConfiguration = (newWindow: string): string => `
set -g default-terminal screen-256color
set -g default-command ${toShellWord(newWindow)}
set -g base-index 1
set -g renumber-windows off
set -g history-limit 10000
set -g mouse off
set -g window-size latest
set -g detach-on-destroy on
set -s escape-time 20
set -g allow-rename off
set -g automatic-rename off
set -g prefix C-a
set -g prefix2 C-b
bind C-a send-prefix
bind C-b send-prefix -2
bind c new-window -n bash
bind -n F2 new-window -n bash
bind -n F3 previous-window
bind -n F4 next-window
bind -n F6 detach-client
bind -n F7 copy-mode
set -g status-interval 30
set -g status-style bg=colour237,fg=colour250
set -g window-status-current-style reverse
set -g status-left '#[bg=colour196,fg=colour231,bold] u #[default] Ubuntu 20.04 '
set -g status-left-length 24
set -g window-status-format ' #I:#W#F '
set -g window-status-current-format ' #I:#W#F '
set -g status-right ' #{session_attached}! %Y-%m-%d %H:%M'
`;

/**
 * What a login does with tmux, as a bash script. The session is made at the first login, with the viewer of
 * the job in window 1 and a shell with the banner in window 2; later logins find it as it was, or get a new
 * shell in it when all were left. After a detach the login ends (documented: F6 ends the SSH connection).
 * When the session itself ended, tmux says `[exited]` and the outer login shell remains until `exit`
 * (documented, reference H.2). A terminal type that this computer does not know is replaced, because tmux
 * refuses it.
 */
const toLoginScript = (
  tmux: string,
  configuration: string,
  viewer: string,
  shell: string,
  outer: string,
): string => `
tmux() { ${toShellWord(tmux)} -u -f ${toShellWord(configuration)} "$@"; }
target='=${multiplexerSession}'
if command -v tput >/dev/null && ! tput -T "$TERM" longname >/dev/null 2>&1; then TERM=xterm-256color; fi
size=$(stty size)
if ! tmux has-session -t "$target" 2>/dev/null; then
  # Another login may be making the session at this moment: then this fails, and the session is there.
  problem=$(tmux new-session -d -s ${multiplexerSession} -x "\${size#* }" -y "\${size% *}" -n 'bash running' ${toShellWord(viewer)} \\; \\
    new-window -n bash ${toShellWord(shell)} 2>&1) || tmux has-session -t "$target" 2>/dev/null || printf '%s\\n' "$problem"
elif ! tmux list-windows -t "$target" -F '#W' | grep -qvx 'bash running'; then
  tmux new-window -t "$target:" -n bash ${toShellWord(shell)}
fi
tmux attach-session -t "$target"
if tmux has-session -t "$target" 2>/dev/null; then exit 0; fi
exec ${outer}
`;

/**
 * Writes tmux's configuration and the login script of one worker.
 *
 * Shape: the command line of a login. Throws: an `Error` when tmux is missing.
 */
export const prepareMultiplexer = async (
  folder: WorkerFolder,
  launcher: Launcher,
): Promise<readonly [string, ...string[]]> => {
  const tmux = await findTmux();
  if (tmux === undefined) throw new Error('This worker was asked to use tmux, which is not installed.');
  const configuration = join(folder.root, 'tmux.conf');
  const script = join(folder.root, 'login');
  const shell = toInteractiveShell(folder, launcher).map(toShellWord).join(' ');
  const viewer = 'exec tail -q -n 1000 -f "$HOME/dx_stdout" "$HOME/dx_stderr"';
  await writeFile(configuration, toConfiguration(`exec ${shell}`), {mode: 0o644});
  const first = `cat ${toShellWord(folder.banner)}; exec ${shell}`;
  await writeFile(script, toLoginScript(tmux, configuration, viewer, first, shell), {mode: 0o644});
  return [launcher.shell, '--noprofile', '--norc', script];
};

/** The command line of an interactive shell of the worker: our start-up file and no other. */
export const toInteractiveShell = (
  folder: WorkerFolder,
  launcher: Launcher,
): readonly [string, ...string[]] => [launcher.shell, '--noprofile', '--rcfile', folder.bashrc, '-i'];
