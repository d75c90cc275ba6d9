import {Box} from 'ink';
import {Footer} from '../../components/footer.tsx';
import {Lines} from '../../components/lines.tsx';
import {useTheme} from '../../components/theme.ts';
import {formatCheckList, formatVerdict} from '../../format/checks.ts';
import {cut, wrapText} from '../../format/fit.ts';
import {type CheckAction, type CheckReport, findRootCause, isComplete} from '../../model/check.ts';
import type {SafeText} from '../../model/safe-text.ts';
import type {KeyTable} from '../keys.ts';
import {useActions} from '../use-actions.ts';
import {isScrollAction, SCROLL_KEYS, type ScrollAction, useScroll} from '../use-scroll.ts';

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

/** How dxtop does it, in words. */
const ACTIONS: Readonly<Record<CheckAction, string>> = {
  'open-firewall': 'Enter attaches.',
  'set-up': 'K does it here.',
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
  const {palette, isAscii} = useTheme();
  const cause = findRootCause(reports);
  const [sentence = '', remedy = ''] = formatVerdict(reports, cause?.action && ACTIONS[cause.action]);
  const colour = cause ? 'red' : isComplete(reports) ? 'green' : 'cyan';
  const title = jobName === undefined ? ' Account and network' : ` The way to ${jobName}`;
  const head = [
    palette.bold(cut(title, columns)),
    '',
    ...wrapText(sentence, columns - 2).map((line) => ` ${palette.bold(palette.colour(colour, line))}`),
    ...(remedy === '' ? [] : wrapText(remedy, columns - 2).map((line) => ` ${line}`)),
    '',
  ].slice(0, Math.max(2, Math.floor(rows / 2)));
  const lines = formatCheckList(reports, {palette, isAscii, columns});
  const height = Math.max(1, rows - head.length - 1);
  const {shown, offset, lowest, move} = useScroll(lines, height);
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
        keys={[
          ...(noJob === undefined ? [{key: 'Enter', label: 'attach'}] : []),
          ...(cause?.action === 'set-up' ? [{key: 'K', label: 'set up the key'}] : []),
          {key: 'r', label: 'look again'},
          {key: 'Esc', label: 'back'},
          ...(lowest > 0
            ? [{key: 'j/k', label: `scroll (${String(offset + 1)}/${String(lowest + 1)})`}]
            : []),
        ]}
        columns={columns}
      />
    </Box>
  );
};
