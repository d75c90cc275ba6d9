import type {Random} from '../random.ts';

const escape = '\u001b';

/**
 * Strings that a stranger could put into any text: terminal sequences, invisible and reordering characters,
 * floods, wrong encodings. Named, so that a failing test says which one came through.
 */
export const nastyStrings: Readonly<Record<string, string>> = {
  colours: `${escape}[31;5;8mhidden red${escape}[0m`,
  clearScreen: `before${escape}[2J${escape}[H${escape}cafter`,
  title: `${escape}]0;owned\u0007 title`,
  hyperlink: `${escape}]8;;https://example.org/${escape}\\click${escape}]8;;${escape}\\`,
  doubledHyperlink: `${escape}${escape}]8;;x${escape}[2J${escape}\\y${escape}]8;;${escape}\\`,
  clipboard: `${escape}]52;c;cm0gLXJmIC8=\u0007`,
  query: `${escape}[c${escape}[6n${escape}[>q${escape}P+q544e${escape}\\`,
  alternateScreen: `${escape}[?1049l${escape}[?1000h${escape}[?2004h`,
  deviceControl: `${escape}P1$r0m${escape}\\${escape}_apc${escape}\\${escape}^pm${escape}\\`,
  unfinished: `open string ${escape}]2;never closed`,
  c1: 'c1 \u009b31m \u009d52;c;AAAA\u009c \u0090q\u009c \u0085 end',
  controls: 'nul\u0000 bell\u0007 backspace\b\b\b tab\t vertical\v form\f delete\u007f',
  carriageReturn: 'job done\rjob FAKE',
  newlines: 'first\nsecond\r\nthird\u2028fourth\u2029fifth',
  bidi: 'exe.\u202etxt.\u2066isolated\u2069 \u200frtl \u061cmark',
  zeroWidth: 'in\u200bvi\u200csi\u200dble\u2060\ufeff\u00ad \u180e \u3164 \u{e0041}\u{e0042}',
  combining: `Z${'\u0300\u0301\u0302\u0303'.repeat(200)}algo`,
  loneSurrogates: 'high \ud800 low \udfff swapped \udc00\ud83d',
  wide: '配列解析パイプライン한국어処理',
  emoji: '🧬👩🏽‍🔬🏴󠁧󠁢󠁥󠁮󠁧󠁿🇨🇭👨‍👩‍👧‍👦✔️',
  long: `${'long name '.repeat(999)}end of it`,
  rightToLeft: 'תוצאות الجينوم',
  markup: '<script>alert(1)</script> {bold}%s%n${HOME} `id` $(id) [link](javascript:0)',
  path: '../../../etc/passwd; -oProxyCommand=touch /tmp/x',
  nothing: '',
  spaces: '   ',
  prototype: '__proto__',
};

/** As much of one string as a made text has, in UTF-16 units: it may end within a sequence or a character. */
const longestPiece = 60;

/** One more of them: pieces of two or three, cut anywhere, so that what one begins another may end. */
export const makeNastyString = (random: Random): string =>
  Array.from({length: random.int(2, 3)}, () => {
    const text = random.pick(Object.values(nastyStrings));
    const start = random.chance(0.7) ? 0 : random.int(0, Math.min(text.length, longestPiece));
    return text.slice(start, start + random.int(0, longestPiece));
  }).join('');
