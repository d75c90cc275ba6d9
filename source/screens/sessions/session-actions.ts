import {isTerminal} from '../../model/execution.ts';
import type {ListedSession} from '../../model/listed-session.ts';
import type {FooterAction} from '../footer-keys.ts';
import type {SessionsAction} from './sessions-keys.ts';

const NOTHING = 'nothing is selected';
const NO_SCREEN = {
  unkept: 'no tmux on the worker',
  unknown: 'nobody knows whether it is there',
  over: 'it has ended',
} as const;

/** Why an action cannot be used now; what is not named can. */
export const toSessionObstacles = (
  selected: ListedSession | undefined,
  isAsked: boolean,
): Readonly<Partial<Record<SessionsAction, string>>> => {
  const confirm = isAsked ? {} : {confirm: 'nothing is asked'};
  if (!selected) return {attach: NOTHING, peek: NOTHING, describe: NOTHING, forget: NOTHING, ...confirm};
  return {
    ...(selected.standing !== 'alive' && {peek: NO_SCREEN[selected.standing]}),
    ...toJobObstacles(selected),
    ...confirm,
  };
};

const toJobObstacles = ({job}: ListedSession): Readonly<Partial<Record<SessionsAction, string>>> => {
  if (job === undefined) return {describe: 'its job is not known yet'};
  if (job === 'gone') return {attach: 'its job is not there', describe: 'its job is not there'};
  // A job that waits gets a worker: an attach waits for it.
  const isOver = isTerminal(job) || job.state === 'terminating';
  return isOver ? {attach: `job is ${job.state}`} : {};
};

/** The keys that matter for what is selected. */
export const toSessionFooter = (
  selected: ListedSession | undefined,
  isAsked: boolean,
  obstacles: Readonly<Partial<Record<SessionsAction, string>>>,
): readonly FooterAction<SessionsAction>[] => {
  if (isAsked) return [{actions: 'confirm', label: 'forget it'}];
  if (!selected) return [{actions: 'refresh', label: 'look again'}];
  return [
    {
      actions: 'attach',
      label: selected.standing === 'over' ? 'attach' : 'go back to it',
      obstacle: obstacles.attach,
    },
    {actions: 'peek', label: 'peek', obstacle: obstacles.peek},
    {actions: 'describe', label: 'describe', obstacle: obstacles.describe},
    {actions: 'forget', label: 'forget'},
    {actions: 'refresh', label: 'look again'},
  ];
};
