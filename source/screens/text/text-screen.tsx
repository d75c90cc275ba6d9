import {Box} from 'ink';
import {useState} from 'react';
import {Footer} from '../../components/footer.tsx';
import {Lines} from '../../components/lines.tsx';
import {Prompt} from '../../components/prompt.tsx';
import {useTheme} from '../../components/theme.ts';
import {cut} from '../../format/fit.ts';
import {editText, pasteInto} from '../edit-text.ts';
import {toFooterKeys, toScrollPlace} from '../footer-keys.ts';
import {useKeys} from '../use-keys.ts';
import {useActions, useKeyTable} from '../use-actions.ts';
import {isScrollAction, useScroll} from '../use-scroll.ts';
import {type TextLine, toMatchingLines} from './matching-lines.ts';
import {TEXT_TABLE} from './text-keys.ts';

/** A text to read, scrolled, and with `/` reduced to the lines with some words. */
export const TextScreen = ({
  lines,
  emptyText = 'There is nothing to show.',
  columns,
  rows,
  isActive,
  onClose,
}: {
  lines: readonly TextLine[];
  /** What stands there when there are no lines. */
  emptyText?: string;
  columns: number;
  rows: number;
  isActive: boolean;
  onClose: () => void;
}) => {
  const {palette} = useTheme();
  const ownKeys = useKeyTable(TEXT_TABLE);
  const [query, setQuery] = useState('');
  const [isTyping, setIsTyping] = useState(false);
  const matching = toMatchingLines(lines, query);
  const empty = lines.length === 0 ? emptyText : `No line has "${query}".`;
  const drawn = (matching.length === 0 ? [{text: empty}] : matching).map(({text, isHeading}: TextLine) =>
    isHeading ? palette.bold(cut(text, columns)) : cut(text, columns),
  );
  const height = rows - 1;
  const scroll = useScroll(drawn, height);

  const change = (text: string) => {
    setQuery(text);
    scroll.move('first');
  };
  useActions(
    TEXT_TABLE,
    (action) => {
      if (isScrollAction(action)) scroll.move(action);
      else if (action === 'find') setIsTyping(true);
      else if (query === '') onClose();
      else change('');
    },
    {isActive: isActive && !isTyping},
  );
  useKeys(
    (name) => {
      if (name === 'escape' || name === 'ctrl-c') change('');
      if (name === 'escape' || name === 'ctrl-c' || name === 'enter') setIsTyping(false);
      else change(editText(query, name) ?? query);
    },
    isActive && isTyping,
    (pasted) => {
      change(pasteInto(query, pasted));
    },
  );

  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines lines={scroll.shown} height={height} />
      {isTyping ? (
        <Prompt label="/" text={query} columns={columns} />
      ) : (
        <Footer
          keys={toFooterKeys(ownKeys, [
            {actions: 'back', label: query === '' ? 'back' : 'all lines', isKept: true},
            {actions: 'find', label: query === '' ? 'find' : `find: ${query}`},
            ...toScrollPlace(scroll),
          ])}
          columns={columns}
        />
      )}
    </Box>
  );
};
