import {useMemo} from 'react';
import type {Keymap} from '../keymap.ts';
import {TextScreen} from '../text/text-screen.tsx';
import {toHelpLines} from './help-lines.ts';

/** Every key of every screen, from the tables that the screens read, with the user's own keys. */
export const HelpScreen = ({
  keymap,
  escapeCharacter,
  from,
  ...rest
}: {
  keymap: Keymap;
  escapeCharacter: string;
  /** The screen that one comes from, by its table's name; its keys come first. */
  from?: string | undefined;
  columns: number;
  rows: number;
  isActive: boolean;
  onClose: () => void;
}) => {
  const lines = useMemo(() => toHelpLines(keymap, escapeCharacter, from), [keymap, escapeCharacter, from]);
  return <TextScreen lines={lines} {...rest} />;
};
