/** VTE 0.50.0, the first with hyperlinks, crashed on them. */
const OLDEST_VTE = 5001;

/**
 * Whether this terminal makes hyperlinks of OSC 8, by what it says it is. Others should pass over them; some do not, so
 * that nobody gets them unasked. Not inside of tmux and screen, which say nothing of the terminal around them.
 *
 * Source: https://github.com/Alhadis/OSC8-Adoption
 */
export const makesLinks = (environment: NodeJS.ProcessEnv): boolean => {
  const {TMUX, STY, TERM = '', TERM_PROGRAM = '', VTE_VERSION, WT_SESSION, KITTY_WINDOW_ID} = environment;
  if (TMUX || STY) return false;
  if (KITTY_WINDOW_ID || WT_SESSION || /^(?:xterm-kitty|xterm-ghostty|foot|alacritty)/.test(TERM))
    return true;
  if (/^(?:iTerm\.app|WezTerm|ghostty|vscode)$/.test(TERM_PROGRAM)) return true;
  return /^\d+$/.test(VTE_VERSION ?? '') && Number(VTE_VERSION) >= OLDEST_VTE;
};
