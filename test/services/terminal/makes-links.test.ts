import test from 'ava';
import {makesLinks} from '../../../source/services/terminal/makes-links.ts';

const CASES: readonly (readonly [NodeJS.ProcessEnv, boolean])[] = [
  [{}, false],
  [{TERM: 'xterm-256color'}, false],
  [{TERM: 'screen-256color'}, false],
  [{TERM: 'xterm-kitty'}, true],
  [{TERM: 'foot-extra'}, true],
  [{TERM: 'alacritty'}, true],
  [{TERM: 'xterm-256color', WT_SESSION: 'x'}, true],
  [{TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app'}, true],
  [{TERM: 'xterm-256color', TERM_PROGRAM: 'vscode'}, true],
  [{TERM: 'xterm-256color', TERM_PROGRAM: 'Apple_Terminal'}, false],
  [{TERM: 'xterm-256color', VTE_VERSION: '5000'}, false],
  [{TERM: 'xterm-256color', VTE_VERSION: '7006'}, true],
  [{TERM: 'xterm-256color', VTE_VERSION: 'x'}, false],
  [{TERM: 'tmux-256color', VTE_VERSION: '7006', TMUX: '/tmp/x'}, false],
  [{TERM: 'xterm-kitty', STY: 'x'}, false],
];
for (const [environment, isMaker] of CASES) {
  test(`${JSON.stringify(environment)} ${isMaker ? 'makes' : 'makes no'} hyperlinks`, (t) => {
    t.is(makesLinks(environment), isMaker);
  });
}
