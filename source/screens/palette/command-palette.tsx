import {Box} from 'ink';
import {useState} from 'react';
import {Footer} from '../../components/footer.tsx';
import {formatFooter} from '../../format/footer.ts';
import {Lines} from '../../components/lines.tsx';
import type {AreaHandlers} from '../../components/mouse-areas.ts';
import {Prompt} from '../../components/prompt.tsx';
import {useTheme} from '../../components/theme.ts';
import {cut, fit, widthOf} from '../../format/fit.ts';
import type {Palette} from '../../format/palette.ts';
import {editText, pasteInto} from '../edit-text.ts';
import {toFieldKeys} from '../footer-keys.ts';
import {useKeys} from '../use-keys.ts';
import {findCommands, type PaletteCommand} from './commands.ts';

const KEYS_COLUMNS = 14;
const NAME_COLUMNS = 16;
const KEYS = toFieldKeys('run', 'close');

/** Every command, found by a few letters of it: a text field, and below it what fits, the best first. */
export const CommandPalette = ({
  commands,
  columns,
  rows,
  isActive,
  onRun,
  onClose,
}: {
  commands: readonly PaletteCommand[];
  columns: number;
  rows: number;
  isActive: boolean;
  onRun: (command: PaletteCommand) => void;
  onClose: () => void;
}) => {
  const {palette, isAscii, isPlain} = useTheme();
  const [query, setQuery] = useState('');
  const [wanted, setWanted] = useState(0);
  const found = findCommands(commands, query);
  const index = Math.min(wanted, Math.max(0, found.length - 1));
  const height = Math.max(1, rows - 2);
  const offset = Math.max(0, index - height + 1);
  const selected = found[index];

  const run = (command: PaletteCommand | undefined) => {
    if (command && command.obstacle === undefined) onRun(command);
  };

  useKeys(
    (name) => {
      if (name === 'escape' || name === 'ctrl-c' || (name === 'backspace' && query === '')) onClose();
      else if (name === 'enter') run(selected);
      else if (name === 'down' || name === 'ctrl-n') setWanted(Math.min(index + 1, found.length - 1));
      else if (name === 'up' || name === 'ctrl-p') setWanted(Math.max(0, index - 1));
      else {
        const edited = editText(query, name);
        if (edited === undefined) return;
        setQuery(edited);
        setWanted(0);
      }
    },
    isActive,
    (pasted) => {
      setQuery(pasteInto(query, pasted));
      setWanted(0);
    },
  );

  const lines = found.slice(offset, offset + height).map(({name, label, shown, obstacle}, at) => {
    const text = obstacle === undefined ? label : `${label}: ${obstacle}`;
    const line = fit(`${fit(name, NAME_COLUMNS)} ${fit(shown, KEYS_COLUMNS)} ${text}`, columns);
    if (at + offset === index) return palette.inverse(line);
    return obstacle === undefined ? line : palette.dim(line);
  });
  if (lines.length === 0) lines.push(cut('No command has these letters. Esc goes back.', columns));
  const mouse: AreaHandlers = {
    onPress: ({row}) => {
      if (!isActive || offset + row >= found.length) return;
      if (offset + row === index) run(selected);
      else setWanted(offset + row);
    },
    onWheel: (step) => {
      if (isActive) setWanted(Math.max(0, Math.min(index + step, found.length - 1)));
    },
  };
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      {isPlain ? (
        <Footer keys={KEYS} columns={columns} />
      ) : (
        <Lines lines={[toEdge(columns, palette, isAscii)]} height={1} />
      )}
      <Lines lines={lines} height={height} mouse={mouse} />
      <Prompt label=":" text={query} columns={columns} />
    </Box>
  );
};

/** The line above the palette, with what Enter and Esc do at its end. */
const toEdge = (columns: number, palette: Palette, isAscii: boolean): string => {
  const width = KEYS.reduce((sum, {key, label}) => sum + widthOf(`${key} ${label}`) + 2, 0);
  const edge = (isAscii ? '-' : '─').repeat(Math.max(0, columns - width));
  return `${palette.dim(edge)}  ${formatFooter(KEYS, columns - edge.length - 2, palette)}`;
};
