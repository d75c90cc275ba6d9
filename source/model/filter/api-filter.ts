import {type ExecutionId, isExecutionId} from '../ids.ts';
import type {Filter, FilterTerm} from './filter.ts';
import {toWantedStates, toMilliseconds} from './filter-fields.ts';

/** The part of a filter that the platform can judge by itself; what is absent does not restrict. */
export interface ApiFilter {
  readonly states?: readonly string[];
  readonly createdAfterMs?: number;
  readonly createdBeforeMs?: number;
  /** A part of the name, as a regular expression in which case does not count. */
  readonly nameExpression?: string;
  readonly tags?: readonly string[];
  readonly project?: string;
  readonly class?: 'job' | 'analysis';
  readonly ids?: readonly ExecutionId[];
}

/**
 * The part of a filter that the platform can judge. What it lets through may be more than the filter does, never less:
 * the filter itself has the last word.
 */
export const toApiFilter = ({alternatives}: Filter, nowMs: number): ApiFilter => {
  const [terms, ...others] = alternatives;
  if (!terms || others.length > 0) return {};
  const whole: ApiFilter[] = terms.flatMap((term) => (term.isNegated ? [] : toPart(term, nowMs)));
  const tags = whole.flatMap((part) => part.tags ?? []);
  // Of two conditions of one kind the later one goes; the filter sees to the other.
  return {...Object.assign({}, ...whole), ...(tags.length > 0 && {tags})} as ApiFilter;
};

const toPart = ({field, operator, value}: FilterTerm, nowMs: number): ApiFilter => {
  switch (field) {
    case 'state':
      return {
        states: toWantedStates(value),
      };
    case 'age': {
      const age = toMilliseconds(value);
      if (age === undefined || operator === ':') return {};
      return operator.startsWith('<') ? {createdAfterMs: nowMs - age} : {createdBeforeMs: nowMs - age};
    }

    case 'name':
      return /^[\w -]+$/.test(value) ? {nameExpression: value} : {};
    case 'tag':
      return /[,*?/]/.test(value) ? {} : {tags: [value]};
    case 'project':
      return /^project-[0-9A-Za-z]{24}$/.test(value) ? {project: value} : {};
    case 'class':
      return value === 'job' || value === 'analysis' ? {class: value} : {};
    case 'id':
      return isExecutionId(value) ? {ids: [value]} : {};
    default:
      return {};
  }
};
