import type {Execution} from '../../model/execution.ts';

/** The pages of the execution screen. */
export type ExecutionTab =
  'overview' | 'failure' | 'log' | 'metrics' | 'data' | 'tree' | 'workers' | 'timeline' | 'ssh' | 'raw';

/** What a page is called in the line of tabs. */
export const TAB_LABELS: Readonly<Record<ExecutionTab, string>> = {
  overview: 'overview',
  failure: 'failure',
  log: 'log',
  metrics: 'metrics',
  data: 'inputs/outputs',
  tree: 'tree',
  workers: 'workers',
  timeline: 'timeline',
  ssh: 'SSH',
  raw: 'JSON',
};

/** The pages that an execution has, in their order: a page about what it cannot have is left out. */
export const tabsOf = (execution: Execution): readonly ExecutionTab[] => [
  'overview',
  'failure',
  'log',
  ...(execution.class === 'job' ? (['metrics'] as const) : []),
  'data',
  'tree',
  ...(execution.class === 'job' ? (['workers'] as const) : []),
  'timeline',
  ...(execution.class === 'job' ? (['ssh'] as const) : []),
  'raw',
];

/** The page after or before another one, round the end; the first when that page is gone. */
export const stepTab = (tabs: readonly ExecutionTab[], current: ExecutionTab, step: 1 | -1): ExecutionTab =>
  tabs[(tabs.indexOf(current) + step + tabs.length) % tabs.length] ?? 'overview';
