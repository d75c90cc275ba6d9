import {Lines} from '../../components/lines.tsx';
import {useTheme} from '../../components/theme.ts';
import {widthOf} from '../../format/fit.ts';
import type {Palette} from '../../format/palette.ts';
import {useKeys} from '../keys.ts';

/** One line of a menu that waits for one key. */
export interface KeyMenuItem {
  readonly key: string;
  readonly label: string;
  /** It is chosen now. */
  readonly isOn: boolean;
}

/** A menu at the foot of the list, whose items are chosen by their letters; any other key closes it. */
export const KeyMenu = ({
  title,
  items,
  columns,
  isActive,
  onChoose,
  onClose,
}: {
  title: string;
  items: readonly KeyMenuItem[];
  columns: number;
  isActive: boolean;
  onChoose: (key: string) => void;
  onClose: () => void;
}) => {
  const {palette} = useTheme();
  useKeys((name) => {
    if (items.some(({key}) => key === name)) onChoose(name);
    else onClose();
  }, isActive);
  const lines = formatKeyMenu(title, items, columns, palette);
  return <Lines lines={lines} height={lines.length} />;
};

/** The lines of such a menu: as many items on each as fit; what is chosen has a star. */
export const formatKeyMenu = (
  title: string,
  items: readonly KeyMenuItem[],
  columns: number,
  palette: Palette,
): string[] => {
  const lines: string[] = [];
  let line = palette.bold(title);
  let width = widthOf(title);
  for (const {key, label, isOn} of items) {
    const text = `${key} ${label}${isOn ? '*' : ''}`;
    const isNew = width + 2 + widthOf(text) > columns;
    const shown = palette.bold(key) + (isOn ? palette.colour('cyan', text.slice(1)) : text.slice(1));
    if (isNew) lines.push(line);
    line = isNew ? shown : `${line}  ${shown}`;
    width = isNew ? widthOf(text) : width + 2 + widthOf(text);
  }

  return [...lines, line];
};
