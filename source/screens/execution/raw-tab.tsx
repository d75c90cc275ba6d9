import {Box} from 'ink';
import {useReducer} from 'react';
import {Lines} from '../../components/lines.tsx';
import {Prompt} from '../../components/prompt.tsx';
import {useTheme} from '../../components/theme.ts';
import {cut} from '../../format/fit.ts';
import {toJsonLines} from '../../format/json-lines.ts';
import type {SafeJson} from '../../model/safe-json.ts';
import {editText, pasteInto} from '../edit-text.ts';
import {useKeys} from '../use-keys.ts';
import {useActions} from '../use-actions.ts';
import {INITIAL_RAW_STATE, RAW_TABLE, reduceRaw} from './raw-state.ts';
import type {TabSize} from './text-tab.tsx';

/** A JSON value to walk through: fold, unfold, search. */
export const RawTab = ({
  value,
  columns,
  rows,
  isActive,
  onTyping,
}: TabSize & {
  value: SafeJson;
  /** Called when a search begins to be typed, with what Enter does, and when it ends: keys belong to its text then. */
  onTyping: (enterLabel: string | undefined) => void;
}) => {
  const {palette} = useTheme();
  const height = Math.max(1, rows - 1);
  const [state, dispatch] = useReducer(reduceRaw, INITIAL_RAW_STATE);
  const {typed} = state;
  const isTyping = typed !== undefined;
  useActions(
    RAW_TABLE,
    (action) => {
      dispatch({action, value, height});
      if (action === 'search') onTyping('search');
    },
    {isActive: isActive && !isTyping, isPart: true},
  );
  useKeys(
    (name) => {
      const isOver = name === 'enter' || name === 'escape' || name === 'ctrl-c';
      if (isOver) {
        dispatch({sought: name === 'enter' ? typed : undefined, value, height});
        onTyping(undefined);
      } else dispatch({typed: editText(typed ?? '', name) ?? typed ?? '', value, height});
    },
    isActive && isTyping,
    (pasted) => {
      dispatch({typed: pasteInto(typed ?? '', pasted), value, height});
    },
  );

  const lines = toJsonLines(value, state.folded);
  const at = Math.min(state.cursor, lines.length - 1);
  const offset = Math.max(0, Math.min(at - Math.floor(height / 2), lines.length - height));
  const shown = lines.slice(offset, offset + height).map(({depth, text, isFoldable, path}, index) => {
    const sign = isFoldable && path !== '' ? (state.folded.has(path) ? '+ ' : '- ') : '  ';
    const line = cut(` ${'  '.repeat(Math.min(depth, 20))}${sign}${text}`, columns);
    return offset + index === at ? palette.inverse(line) : line;
  });
  const place = state.note === '' ? (lines[at]?.path ?? '') : state.note;
  const status = cut(` ${place === '' ? '/' : place}  ${String(at + 1)}/${String(lines.length)}`, columns);
  return (
    <Box flexDirection="column">
      <Lines
        lines={shown}
        height={height}
        mouse={{
          onPress: ({row}) => {
            if (isActive && !isTyping) dispatch({pressed: offset + row, value, height});
          },
        }}
      />
      {isTyping ? (
        <Prompt label=" /" text={typed} columns={columns} />
      ) : (
        <Lines lines={[palette.dim(status)]} height={1} />
      )}
    </Box>
  );
};
