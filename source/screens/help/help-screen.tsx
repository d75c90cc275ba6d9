import {Box} from 'ink';
import {useState} from 'react';
import {Footer} from '../../components/footer.tsx';
import {Lines} from '../../components/lines.tsx';
import {useTheme} from '../../components/theme.ts';
import {cut, fit} from '../../format/fit.ts';
import {EXECUTION_KEYS} from '../execution/execution-screen.tsx';
import {useKeys} from '../keys.ts';
import {EXECUTIONS_KEYS} from '../executions/executions-keys.ts';

const ATTACHED_KEYS = [
  {shown: '~d', label: 'detach to the dashboard; the session lives on'},
  {shown: '~.', label: 'drop the link'},
  {shown: '~r', label: 'reconnect'},
  {shown: '~?', label: 'help'},
  {shown: '~~', label: 'the character itself'},
];

/** Every key of every screen, from the tables that the screens read. */
export const HelpScreen = ({
  columns,
  rows,
  isActive,
  onClose,
}: {
  columns: number;
  rows: number;
  isActive: boolean;
  onClose: () => void;
}) => {
  const {palette} = useTheme();
  const [wanted, setWanted] = useState(0);
  const lines = [
    ...section('In the list', EXECUTIONS_KEYS),
    ...section('In an execution', EXECUTION_KEYS),
    ...section('While attached, after a newline', ATTACHED_KEYS),
  ].map((line) => (line.startsWith(' ') ? cut(line, columns) : palette.bold(cut(line, columns))));
  const height = rows - 1;
  const lowest = Math.max(0, lines.length - height);
  const offset = Math.min(wanted, lowest);

  useKeys((name) => {
    if (name === 'j' || name === 'down') setWanted((last) => Math.min(lowest, last + 1));
    else if (name === 'k' || name === 'up') setWanted((last) => Math.max(0, Math.min(last, lowest) - 1));
    else if (['escape', 'q', '?', 'ctrl-c'].includes(name)) onClose();
  }, isActive);

  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines lines={lines.slice(offset, offset + height)} height={height} />
      <Footer
        keys={[{key: 'Esc', label: 'back'}, ...(lowest > 0 ? [{key: 'j/k', label: 'scroll'}] : [])]}
        columns={columns}
      />
    </Box>
  );
};

const section = (title: string, bindings: readonly {shown: string; label: string}[]): string[] => [
  title,
  ...bindings.map(({shown, label}) => `  ${fit(shown, 10)} ${label}`),
  ' ',
];
