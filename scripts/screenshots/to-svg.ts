import type {Screen, ScreenCell} from '../../test/helpers/screen.ts';

const CELL = {width: 8.4, height: 18, font: 14};
const PADDING = 12;

/** How a terminal of one kind shows the 16 colours and its own. */
export interface TerminalColours {
  readonly foreground: string;
  readonly background: string;
  readonly palette: readonly string[];
}

/** A terminal with a dark background. */
export const DARK: TerminalColours = {
  foreground: '#d8dee9',
  background: '#16181d',
  palette: [
    ...['#2e3440', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#abb2bf'],
    ...['#7f848e', '#ff7b86', '#b5e890', '#ffd787', '#7cc4ff', '#e29bff', '#7fdbe6', '#ffffff'],
  ],
};

/** A terminal with a light background. */
export const LIGHT: TerminalColours = {
  foreground: '#24292f',
  background: '#ffffff',
  palette: [
    ...['#24292f', '#cf222e', '#116329', '#7d4e00', '#0969da', '#8250df', '#1b7c83', '#6e7781'],
    ...['#57606a', '#a40e26', '#1a7f37', '#633c01', '#218bff', '#a475f9', '#3192aa', '#8c959f'],
  ],
};

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const paint = (cell: ScreenCell, colours: TerminalColours) => {
  const toColour = (colour: ScreenCell['foreground'], usual: string) =>
    typeof colour === 'number' ? (colours.palette[colour] ?? usual) : (colour ?? usual);
  const front = toColour(cell.foreground, colours.foreground);
  const back = toColour(cell.background, colours.background);
  return {
    front: cell.isInverse ? back : front,
    back: cell.isInverse ? front : back,
    style: [
      ...(cell.isBold ? ['font-weight="bold"'] : []),
      ...(cell.isDim ? ['opacity="0.65"'] : []),
      ...(cell.isUnderlined ? ['text-decoration="underline"'] : []),
    ].join(' '),
  };
};

/** A screen as an SVG picture, in the colours of a terminal. */
export const toSvg = (screen: Screen, colours: TerminalColours): string => {
  const width = Math.ceil(screen.columns * CELL.width + 2 * PADDING);
  const height = Math.ceil(screen.rows * CELL.height + 2 * PADDING);
  const shapes: string[] = [];
  for (let y = 0; y < screen.rows; y += 1) {
    let x = 0;
    while (x < screen.columns) {
      const first = paint(screen.cell(x, y), colours);
      let text = '';
      const start = x;
      // A run of cells that look alike is one text; its length is given, so that every font keeps the columns.
      while (x < screen.columns) {
        const cell = screen.cell(x, y);
        const look = paint(cell, colours);
        if (look.front !== first.front || look.back !== first.back || look.style !== first.style) break;
        text += cell.width === 0 ? '' : cell.text === '' ? ' ' : cell.text;
        x += 1;
      }

      const [left, top, columns] = [PADDING + start * CELL.width, PADDING + y * CELL.height, x - start];
      const length = (columns * CELL.width).toFixed(1);
      if (first.back !== colours.background) {
        shapes.push(
          `<rect x="${left.toFixed(1)}" y="${String(top)}" width="${length}" height="${String(CELL.height)}" fill="${first.back}"/>`,
        );
      }

      if (text.trim() !== '') {
        shapes.push(
          `<text x="${left.toFixed(1)}" y="${String(top + CELL.font)}" fill="${first.front}" textLength="${length}" lengthAdjust="spacingAndGlyphs" ${first.style}>${escape(text)}</text>`,
        );
      }
    }
  }

  return `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${String(CELL.font)}" xml:space="preserve">
<rect width="100%" height="100%" rx="6" fill="${colours.background}"/>
${shapes.join('\n')}
</svg>
`;
};
