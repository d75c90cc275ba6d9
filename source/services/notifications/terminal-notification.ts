/** How a terminal is told, as the settings name it. */
export type NotificationProtocol = 'osc9' | 'osc99' | 'osc777' | 'off';

/**
 * What this terminal understands, by what it says it is; `off` where nobody knows, and inside tmux and screen, which
 * would take the sequence for their own.
 *
 * Sources: https://iterm2.com/documentation-escape-codes.html (9), https://sw.kovidgoyal.net/kitty/desktop-notifications
 * (99), https://codeberg.org/dnkl/foot (777), https://wezterm.org/escape-sequences.html (9 and 777)
 */
export const chooseProtocol = (environment: NodeJS.ProcessEnv): NotificationProtocol => {
  if (environment['TMUX'] || environment['STY']) return 'off';
  const term = environment['TERM'] ?? '';
  if (environment['KITTY_WINDOW_ID'] || term.includes('kitty')) return 'osc99';
  if (term.startsWith('foot') || term.startsWith('rxvt-unicode')) return 'osc777';
  if (/^(iTerm\.app|WezTerm|ghostty)$/.test(environment['TERM_PROGRAM'] ?? '')) return 'osc9';
  return 'off';
};

/** The bytes that make a terminal notify; the text must be plain ASCII without control characters or semicolons. */
export const toNotification = (protocol: NotificationProtocol, text: string): string => {
  const safe = text.replace(/[^ -:<-~]/g, '?').slice(0, 200);
  if (protocol === 'osc9') return `\u001B]9;${safe}\u001B\\`;
  if (protocol === 'osc99') return `\u001B]99;;${safe}\u001B\\`;
  return protocol === 'osc777' ? `\u001B]777;notify;dxtop;${safe}\u001B\\` : '';
};
