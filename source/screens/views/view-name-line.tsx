import {useState} from 'react';
import {Lines} from '../../components/lines.tsx';
import {formatPrompt} from '../../components/prompt.tsx';
import {useTheme} from '../../components/theme.ts';
import {cut} from '../../format/fit.ts';
import {toViewName} from '../../model/named-view.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import {editText, pasteInto} from '../edit-text.ts';
import {useKeys} from '../use-keys.ts';
import type {NameAnswer} from './check-view-name.ts';

/** How many rows the line takes, with the sentence about it above. */
export const VIEW_NAME_ROWS = 2;

/** What is asked for when a view gets a name. */
export interface ViewNaming {
  readonly title: string;
  /** What stands in the field at first. */
  readonly first: string;
  readonly hint: string;
  readonly check: (name: SafeText) => NameAnswer;
  /** Gets a name that was checked; `isReplacing` when another view is to make room for it. */
  readonly onName: (name: SafeText, isReplacing: boolean) => void;
  /** What Tab does. */
  readonly onTab?: (() => void) | undefined;
}

/** The text field for the name of a view. Enter takes it, once more where it replaces another one; Esc goes back. */
export const ViewNameLine = ({
  title,
  first,
  hint,
  check,
  onName,
  onTab,
  onClose,
  columns,
}: ViewNaming & {
  onClose: () => void;
  columns: number;
}) => {
  const {palette} = useTheme();
  const [text, setText] = useState(first);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  /** The name that was asked about. */
  const [asked, setAsked] = useState<SafeText | undefined>(undefined);
  const edit = (edited: string) => {
    setText(edited);
    setProblem(undefined);
    setAsked(undefined);
  };
  const take = () => {
    const name = toViewName(text);
    const answer = check(name);
    if (answer.kind === 'refused') setProblem(answer.reason);
    else if (answer.kind === 'taken' && asked !== name) {
      setProblem(answer.question);
      setAsked(name);
    } else onName(name, answer.kind === 'taken');
  };
  useKeys(
    (key) => {
      if (key === 'escape' || key === 'ctrl-c' || (key === 'backspace' && text === '')) onClose();
      else if (key === 'enter') take();
      else if (key === 'tab') onTab?.();
      else {
        const edited = editText(text, key);
        if (edited !== undefined) edit(edited);
      }
    },
    true,
    (pasted) => {
      edit(pasteInto(text, pasted));
    },
  );
  const above =
    problem === undefined ? palette.dim(cut(hint, columns)) : palette.colour('red', cut(problem, columns));
  return (
    <Lines lines={[above, formatPrompt(title, clean(text), columns, palette)]} height={VIEW_NAME_ROWS} />
  );
};
