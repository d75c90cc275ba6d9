import {Lines} from '../../components/lines.tsx';
import {useTheme} from '../../components/theme.ts';
import {cut} from '../../format/fit.ts';
import {type CheckReport, useChecks} from '../../hooks/use-checks.ts';
import type {Execution} from '../../model/execution.ts';
import {useChecksPicture} from '../checks/use-checks-picture.ts';
import type {KeyTable} from '../keys.ts';
import {toAttachTarget} from '../screen-stack.ts';
import {useActions} from '../use-actions.ts';
import {isScrollAction, SCROLL_KEYS, type ScrollAction} from '../use-scroll.ts';
import type {TabSize} from './text-tab.tsx';

type SshAction = ScrollAction | 'again' | 'setup';

/** The keys of the SSH page. */
export const SSH_TABLE: KeyTable<SshAction> = {
  name: 'ssh',
  title: 'On the SSH page of an execution',
  bindings: [
    {action: 'again', keys: ['r'], shown: 'r', label: 'look again'},
    {action: 'setup', keys: ['K'], shown: 'K', label: 'set up the SSH key'},
    ...SCROLL_KEYS,
  ],
};

/** Everything between the user and the worker of a job, looked at while the page is open. */
export const SshTab = ({
  execution,
  ...rest
}: TabSize & {
  execution: Execution;
  onSetup: () => void;
}) => {
  const {reports, again} = useChecks(
    execution.class === 'job' ? toAttachTarget(execution).target : undefined,
  );
  return <SshPage reports={reports} onAgain={again} {...rest} />;
};

/** The checks as a page; its last row says what the keys do. */
export const SshPage = ({
  reports,
  columns,
  rows,
  isActive,
  onAgain,
  onSetup,
}: TabSize & {
  reports: readonly CheckReport[];
  onAgain: () => void;
  onSetup: () => void;
}) => {
  const {palette} = useTheme();
  const {head, shown, height, offset, lowest, move, needsKey} = useChecksPicture(reports, {
    title: 'The way to its worker',
    columns,
    rows,
  });
  useActions(
    SSH_TABLE,
    (action) => {
      if (isScrollAction(action)) move(action);
      else if (action === 'again') onAgain();
      else onSetup();
    },
    {isActive, isPart: true},
  );
  const keys = [
    'r look again',
    ...(needsKey ? ['K set up the key'] : []),
    ...(lowest > 0 ? [`j/k scroll (${String(offset + 1)}/${String(lowest + 1)})`] : []),
  ];
  const checks = [...shown, ...Array.from({length: height - shown.length}, () => '')];
  const lines = [...head, ...checks, palette.dim(cut(` ${keys.join('  ')}`, columns))];
  return <Lines lines={lines.slice(-rows)} height={rows} />;
};
