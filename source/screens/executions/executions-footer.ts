import type {FooterKey} from '../../format/footer.ts';
import {attachObstacle, type Execution, isTerminal} from '../../model/execution.ts';
import {rerunObstacle} from '../../model/rerun-plan.ts';
import {type FooterAction, HELP, toFooterKeys} from '../footer-keys.ts';
import type {GlobalAction} from '../global-keys.ts';
import type {KeyTable} from '../keys.ts';
import type {ExecutionsAction} from './executions-keys.ts';

/** What the footer of the list depends on. */
export interface ListSituation {
  readonly selected: Execution | undefined;
  readonly isFiltered: boolean;
  /** Something is being loaded on demand, and can be stopped. */
  readonly isLoading: boolean;
}

/** The keys that matter for what is selected; for an empty list those that lead to something. */
export const toListFooter = (
  {selected, isFiltered, isLoading}: ListSituation,
  own: KeyTable<ExecutionsAction>,
  everywhere: KeyTable<GlobalAction>,
): FooterKey[] => [
  ...toFooterKeys(own, [
    ...(selected ? toRowActions(selected) : []),
    {actions: 'filter', label: 'filter'},
    ...(selected
      ? []
      : ([
          {actions: 'history', label: 'further back'},
          {actions: 'scope', label: 'whose'},
        ] as const)),
  ]),
  ...toFooterKeys(everywhere, [{actions: 'palette', label: 'commands'}]),
  ...toFooterKeys(own, [{actions: 'refresh', label: 'refresh'}]),
  ...toFooterKeys(everywhere, [HELP]),
  ...toFooterKeys(own, [
    {actions: 'quit', label: isLoading ? 'stop loading' : isFiltered ? 'show all' : 'quit', isKept: true},
  ]),
];

const toRowActions = (selected: Execution): readonly FooterAction<ExecutionsAction>[] => {
  const obstacle = attachObstacle(selected);
  const canWait = selected.class === 'job' && !isTerminal(selected);
  const toAttach: readonly FooterAction<ExecutionsAction>[] =
    obstacle === undefined
      ? [{actions: 'open', label: 'attach'}]
      : [
          {actions: 'open', label: 'open'},
          canWait
            ? {actions: 'attach', label: 'wait and attach'}
            : {actions: 'attach', label: 'no SSH', obstacle},
        ];
  return [
    ...toAttach,
    {actions: 'describe', label: 'describe'},
    ...(selected.failure ? [{actions: 'why', label: 'why'} as const] : []),
    {actions: 'jobLog', label: 'log'},
    ...(isTerminal(selected)
      ? [{actions: 'runAgain', label: 'run again', obstacle: rerunObstacle(selected)} as const]
      : []),
  ];
};
