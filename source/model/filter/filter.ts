import type {Execution} from '../execution.ts';

/** What a filter looks at. */
export interface FilterSubject {
  readonly execution: Execution;
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: number;
}

/** One condition; all that is written without a blank. */
export interface FilterTerm {
  /** `word` for what has no field before it. */
  readonly field: FilterField | 'word';
  readonly operator: FilterOperator;
  /** As it was typed, without quotes. */
  readonly value: string;
  readonly isNegated: boolean;
  /** Whether it holds, negation included. */
  readonly test: (subject: FilterSubject) => boolean;
}

/** A filter that was understood: one of the alternatives must hold, and of that every term. */
export interface Filter {
  readonly alternatives: readonly (readonly FilterTerm[])[];
}

/** A part of the text that means nothing, in UTF-16 units from the start. */
export interface FilterProblem {
  readonly start: number;
  readonly end: number;
  /** What is wrong and what would be right, as one sentence. */
  readonly message: string;
}

/** How a field is compared. */
export type FilterOperator = ':' | '<' | '>' | '<=' | '>=';

/** What can be asked for by name. */
export type FilterField =
  | 'state'
  | 'name'
  | 'id'
  | 'exe'
  | 'tag'
  | 'user'
  | 'project'
  | 'inst'
  | 'reason'
  | 'class'
  | 'try'
  | 'age'
  | 'running'
  | 'cost';

/** What passes two filters; an empty one lets everything through. */
export const toBoth = (one: Filter, other: Filter): Filter => {
  if (one.alternatives.length === 0) return other;
  if (other.alternatives.length === 0) return one;
  return {
    alternatives: one.alternatives.flatMap((terms) => other.alternatives.map((more) => [...terms, ...more])),
  };
};

/** Whether an execution passes; an empty filter lets everything through. */
export const passesFilter = ({alternatives}: Filter, subject: FilterSubject): boolean =>
  alternatives.length === 0 || alternatives.some((terms) => terms.every((term) => term.test(subject)));
