import type {StyledText, StyleSpan, TextStyle} from '../model/styled-text.ts';
import {segmentsOf, widthOf} from './fit.ts';
import type {Palette} from './palette.ts';

/** A part of a text that looks the same throughout. */
export interface StyledPiece {
  readonly text: string;
  readonly style: TextStyle;
}

const PLAIN: TextStyle = {};
const PRINTABLE_ASCII = /^[ -~]*$/;
/** No column needs more UTF-16 units than this, marks and surrogates included. */
const UNITS_PER_COLUMN = 8;

/** Cuts a text where its style changes. */
export const toPieces = ({
  text,
  spans,
}: {
  readonly text: string;
  readonly spans: readonly StyleSpan[];
}): StyledPiece[] => {
  const pieces: StyledPiece[] = [];
  const add = (from: number, to: number, style: TextStyle) => {
    if (to > from) pieces.push({text: text.slice(from, to), style});
  };
  let end = 0;
  for (const span of spans) {
    add(end, span.start, PLAIN);
    add(span.start, span.end, span.style);
    end = span.end;
  }
  add(end, text.length, PLAIN);
  return pieces;
};

/** Puts a style over some ranges of a text, such as those that a search found; it wins over what is below. */
export const highlight = (
  {text, spans}: StyledText,
  ranges: readonly {readonly start: number; readonly end: number}[],
  style: TextStyle,
): {text: string; spans: readonly StyleSpan[]} => {
  if (ranges.length === 0) return {text, spans};
  const edges = new Set<number>();
  for (const {start, end} of [...spans, ...ranges]) edges.add(start).add(end);
  const sorted = [...edges].sort((left, right) => left - right);
  const result: StyleSpan[] = [];
  for (const [index, start] of sorted.entries()) {
    const end = sorted[index + 1];
    if (end === undefined) break;
    const below = spans.find((span) => span.start <= start && start < span.end)?.style;
    const isOver = ranges.some((range) => range.start <= start && start < range.end);
    if (below || isOver) result.push({start, end, style: {...below, ...(isOver && style)}});
  }
  return {text, spans: result};
};

/** Breaks pieces into rows of at most `columns`, wherever the edge is; one empty row for no text. */
export const wrapPieces = (pieces: readonly StyledPiece[], columns: number): StyledPiece[][] => {
  const rows: StyledPiece[][] = [];
  let row: StyledPiece[] = [];
  let room = columns;
  const breakRow = () => {
    rows.push(row);
    row = [];
    room = columns;
  };
  for (const {text, style} of pieces) {
    if (PRINTABLE_ASCII.test(text)) {
      // Most of any log, and there is nothing to measure in it.
      for (let from = 0; from < text.length;) {
        if (room <= 0) breakRow();
        const part = text.slice(from, from + room);
        row.push({text: part, style});
        room -= part.length;
        from += part.length;
      }
      continue;
    }
    let part = '';
    for (const {segment, width} of toParts(text)) {
      if (width > room && (part !== '' || row.length > 0)) {
        if (part !== '') row.push({text: part, style});
        part = '';
        breakRow();
      }
      part += segment;
      room -= width;
    }
    if (part !== '') row.push({text: part, style});
  }
  if (row.length > 0 || rows.length === 0) rows.push(row);
  return rows;
};

/** The first row of pieces, with a final `~` where something is missing. */
export const cutPieces = (pieces: readonly StyledPiece[], columns: number): readonly StyledPiece[] => {
  const units = pieces.reduce((sum, {text}) => sum + text.length, 0);
  const isLong = units > columns * UNITS_PER_COLUMN;
  if (!isLong && pieces.reduce((width, {text}) => width + widthOf(text), 0) <= columns) return pieces;
  const [row = []] = wrapPieces(
    pieces.map(({text, style}) => ({text: text.slice(0, columns * UNITS_PER_COLUMN), style})),
    columns - 1,
  );
  // One character may be wider than all the room there is.
  const kept = row.length === 1 && widthOf(row[0]?.text ?? '') >= columns ? [] : row;
  return [...kept, {text: '~', style: PLAIN}];
};

/** Pieces as a line for the terminal. */
export const formatPieces = (pieces: readonly StyledPiece[], palette: Palette): string =>
  pieces.map(({text, style}) => palette.style(style, text)).join('');

/** What a reader sees as characters, with their widths. */
function* toParts(text: string): Generator<{segment: string; width: number}> {
  for (const {segment} of segmentsOf(text)) yield {segment, width: widthOf(segment)};
}
