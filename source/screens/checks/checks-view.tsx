import {Box} from 'ink';
import {Footer} from '../../components/footer.tsx';
import {Lines} from '../../components/lines.tsx';
import type {CheckReport} from '../../model/check.ts';
import type {SafeText} from '../../model/safe-text.ts';
import {toFooterKeys, toScrollPlace} from '../footer-keys.ts';
import type {KeyTable} from '../keys.ts';
import {useActions, useKeyTable} from '../use-actions.ts';
import {isScrollAction, SCROLL_KEYS, type ScrollAction} from '../use-scroll.ts';
import {useChecksPicture} from './use-checks-picture.ts';

type ChecksAction = ScrollAction | 'attach' | 'setup' | 'again' | 'back';

/** The keys of the checks. */
export const CHECKS_TABLE: KeyTable<ChecksAction> = {
  name: 'checks',
  title: 'In the checks',
  bindings: [
    {action: 'attach', keys: ['enter', 's'], shown: 'Enter, s', label: 'attach'},
    {action: 'setup', keys: ['K'], shown: 'K', label: 'set up the SSH key'},
    {action: 'again', keys: ['r'], shown: 'r', label: 'look again'},
    {action: 'back', keys: ['escape', 'q', 'i', 'ctrl-c', 'left'], shown: 'Esc', label: 'back'},
    ...SCROLL_KEYS,
  ],
};

/** The checks as a picture: the verdict first, then every check with what to do about it. */
export const ChecksView = ({
  reports,
  jobName,
  columns,
  rows,
  isActive,
  onAgain,
  onAttach,
  onSetup,
  onBack,
}: {
  reports: readonly CheckReport[];
  /** `undefined` for account and network alone. */
  jobName: SafeText | undefined;
  columns: number;
  rows: number;
  isActive: boolean;
  onAgain: () => void;
  onAttach: () => void;
  onSetup: () => void;
  onBack: () => void;
}) => {
  const ownKeys = useKeyTable(CHECKS_TABLE);
  const title = jobName === undefined ? 'Account and network' : `The way to ${jobName}`;
  const {head, shown, height, offset, lowest, move, needsKey} = useChecksPicture(reports, {
    title,
    columns,
    rows,
  });
  const noJob = jobName === undefined ? 'no job was chosen' : undefined;
  useActions(
    CHECKS_TABLE,
    (action) => {
      if (isScrollAction(action)) move(action);
      else if (action === 'back') onBack();
      else if (action === 'again') onAgain();
      else if (action === 'setup') onSetup();
      else if (noJob === undefined) onAttach();
    },
    {isActive, findObstacle: (action) => (action === 'attach' ? noJob : undefined)},
  );
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines lines={head} height={head.length} />
      <Lines lines={shown} height={height} />
      <Footer
        keys={toFooterKeys(ownKeys, [
          ...(noJob === undefined ? [{actions: 'attach', label: 'attach'} as const] : []),
          ...(needsKey ? [{actions: 'setup', label: 'set up the key'} as const] : []),
          {actions: 'again', label: 'look again'},
          {actions: 'back', label: 'back', isKept: true},
          ...toScrollPlace({offset, lowest}),
        ])}
        columns={columns}
      />
    </Box>
  );
};
