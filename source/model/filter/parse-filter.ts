import type {Filter, FilterOperator, FilterProblem, FilterTerm} from './filter.ts';
import {buildWord, type BuiltTest, FILTER_FIELDS, findField} from './filter-fields.ts';

/** What a text means. */
export interface ParsedFilter {
  /** What was understood; terms with problems are left out. */
  readonly filter: Filter;
  readonly problems: readonly FilterProblem[];
}

interface Piece {
  readonly start: number;
  readonly end: number;
  /** With its quotes. */
  readonly text: string;
}

/** Blanks part the pieces, but not within quotes or a regular expression. */
const PIECE = /(?:"[^"]*"?|(?<=[:])\/(?:[^/\\]|\\.)*\/|[^\s"])+/g;
const TERM = /^(?<minus>-?)(?<name>[A-Za-z]+)(?<operator>:|<=|>=|<|>)(?<value>.*)$/s;

/**
 * Understands the filter language: words that match name, ID, executable or tag; `field:value`, `field<value`; `-` before
 * a term for its opposite; blanks mean and; `or` between; quotes around what has blanks; `/x/` for a regular expression.
 *
 * Never throws: what means nothing is in `problems`, and the rest counts.
 */
export const parseFilter = (text: string): ParsedFilter => {
  const problems: FilterProblem[] = [];
  const alternatives: FilterTerm[][] = [[]];
  const pieces = [...text.matchAll(PIECE)].map((match): Piece => {
    return {start: match.index, end: match.index + match[0].length, text: match[0]};
  });
  for (const [index, piece] of pieces.entries()) {
    if (piece.text.toLowerCase() === 'or') {
      const isBetween = index > 0 && index < pieces.length - 1;
      // At the end one may still be typing.
      if (isBetween) alternatives.push([]);
      else if (index === 0) problems.push({...toSpan(piece), message: 'There must be something before or.'});
      continue;
    }

    const built = toTerm(piece);
    if (typeof built === 'string') problems.push({...toSpan(piece), message: built});
    else if (built) alternatives.at(-1)?.push(built);
  }

  const whole = alternatives.filter((terms) => terms.length > 0);
  return {filter: {alternatives: whole}, problems};
};

const toSpan = ({start, end}: Piece) => ({start, end});

const unquote = (text: string): string => text.replaceAll('"', '');

const toTerm = ({text}: Piece): FilterTerm | string | undefined => {
  const {minus, name, operator, value} = TERM.exec(text)?.groups ?? {};
  if (name === undefined || operator === undefined || value === undefined) {
    const isNegated = text.startsWith('-') && text.length > 1;
    const word = unquote(isNegated ? text.slice(1) : text);
    if (word === '') return undefined;
    return finish({field: 'word', operator: ':', value: word, isNegated}, buildWord(':', word));
  }

  const field = findField(name);
  if (field === undefined)
    return `There is no ${name}; there are ${Object.keys(FILTER_FIELDS).join(', ')}. Quotes make it a word.`;
  const wanted = unquote(value);
  if (wanted === '') return `Something must follow ${name}${operator}`;
  const facts = {field, operator: operator as FilterOperator, value: wanted, isNegated: minus === '-'};
  return finish(facts, FILTER_FIELDS[field].build(facts.operator, wanted));
};

const finish = (facts: Omit<FilterTerm, 'test'>, test: BuiltTest): FilterTerm | string => {
  if (typeof test === 'string') return test;
  return {...facts, test: facts.isNegated ? (subject) => !test(subject) : test};
};
