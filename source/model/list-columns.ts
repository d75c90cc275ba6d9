/** A column of the list that can be chosen; state and name are always there. */
export type ListColumn =
  | 'executable'
  | 'instance'
  | 'user'
  | 'project'
  | 'tags'
  | 'id'
  | 'metrics'
  | 'age'
  | 'running'
  | 'rate'
  | 'cost';

/** All of them, in the order in which they stand. */
export const LIST_COLUMNS: readonly ListColumn[] = [
  'executable',
  'instance',
  'user',
  'project',
  'tags',
  'id',
  'metrics',
  'age',
  'running',
  'rate',
  'cost',
];

/** The ones that are shown at first, as far as there is room. */
export const DEFAULT_COLUMNS: readonly ListColumn[] = ['executable', 'instance', 'age', 'running', 'cost'];
