import {useState} from 'react';
import {Lines} from '../../components/lines.tsx';
import {useTheme} from '../../components/theme.ts';
import {cut, widthOf} from '../../format/fit.ts';
import type {Palette} from '../../format/palette.ts';
import type {FilterProblem} from '../../model/filter/filter.ts';
import {editText, pasteInto} from '../edit-text.ts';
import {useKeys} from '../use-keys.ts';
import type {ViewFilter} from './executions-view.ts';

/** How many rows the line takes, with the sentence about what is wrong above it. */
export const FILTER_ROWS = 2;

/** The text field of the filter, at the foot of the list. Each key filters; Enter keeps it, Esc takes it back. */
export const FilterLine = ({
  filter: {text, problems},
  columns,
  isActive,
  onChange,
  onClose,
}: {
  filter: ViewFilter;
  columns: number;
  isActive: boolean;
  onChange: (text: string) => void;
  onClose: () => void;
}) => {
  const {palette} = useTheme();
  const [before] = useState(text);
  useKeys(
    (name) => {
      if (name === 'escape' || name === 'ctrl-c') onChange(before);
      const isOver = name === 'escape' || name === 'ctrl-c' || name === 'enter';
      if (isOver || (name === 'backspace' && text === '')) onClose();
      else {
        const edited = editText(text, name);
        if (edited !== undefined) onChange(edited);
      }
    },
    isActive,
    (pasted) => {
      onChange(pasteInto(text, pasted));
    },
  );
  const [problem] = problems;
  const hint = problem
    ? palette.colour('red', cut(problem.message, columns))
    : palette.dim(cut('words, state:failed age<2d cost>5 name:/x/ inst:mem1 -tag:ci, or', columns));
  return <Lines lines={[hint, formatFilter('/', text, problems, columns, palette)]} height={FILTER_ROWS} />;
};

/** The filter with what is wrong in it underlined and a cursor at its end; of a long one the end is shown. */
export const formatFilter = (
  label: string,
  text: string,
  problems: readonly FilterProblem[],
  columns: number,
  palette: Palette,
): string => {
  const room = Math.max(0, columns - widthOf(label) - 1);
  let start = 0;
  while (start < text.length && widthOf(text.slice(start)) > room) start++;
  let line = palette.bold(label);
  let at = start;
  for (const problem of problems) {
    const from = Math.max(at, problem.start);
    if (problem.end <= from) continue;
    line += text.slice(at, from) + palette.underline(palette.colour('red', text.slice(from, problem.end)));
    at = problem.end;
  }

  return line + text.slice(at) + palette.inverse(' ');
};
