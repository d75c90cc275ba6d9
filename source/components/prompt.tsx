import {widthOf} from '../format/fit.ts';
import type {Palette} from '../format/palette.ts';
import {Lines} from './lines.tsx';
import {useTheme} from './theme.ts';

/** A text field on one line, with the cursor at its end. */
export const Prompt = ({label, text, columns}: {label: string; text: string; columns: number}) => {
  const {palette} = useTheme();
  return <Lines lines={[formatPrompt(label, text, columns, palette)]} height={1} />;
};

/** The line of a text field; of a text that is too long the end is shown, because that is where one types. */
export const formatPrompt = (label: string, text: string, columns: number, palette: Palette): string => {
  const room = columns - widthOf(label) - 1;
  let shown = text;
  while (shown !== '' && widthOf(shown) > room) shown = Array.from(shown).slice(1).join('');
  return palette.bold(label) + shown + palette.inverse(' ');
};
