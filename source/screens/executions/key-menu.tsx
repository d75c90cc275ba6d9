import {Lines} from '../../components/lines.tsx';
import type {AreaPoint} from '../../components/mouse-areas.ts';
import {useTheme} from '../../components/theme.ts';
import {widthOf, wrapText} from '../../format/fit.ts';
import type {Palette} from '../../format/palette.ts';
import {useKeys} from '../use-keys.ts';

/** One line of a menu that waits for one key. */
export interface KeyMenuItem {
  readonly key: string;
  readonly label: string;
  /** It is chosen now. */
  readonly isOn: boolean;
}

/** A menu that waits for one key, and what the key of an item does. */
export interface ActionMenu {
  readonly title: string;
  readonly items: readonly KeyMenuItem[];
  readonly onChoose: (key: string) => void;
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
  const {palette, isPlain} = useTheme();
  useKeys((name) => {
    if (items.some(({key}) => key === name)) onChoose(name);
    else onClose();
  }, isActive);
  if (isPlain) return <Lines lines={wrapText(formatPlainMenu(title, items), columns)} />;
  const lines = formatKeyMenu(title, items, columns, palette);
  const handlePress = (place: AreaPoint) => {
    const key = findMenuKey(title, items, columns, place);
    if (isActive && key !== undefined) onChoose(key);
  };
  return <Lines lines={lines} height={lines.length} mouse={{onPress: handlePress}} />;
};

/** An item with its place. */
interface LaidItem extends KeyMenuItem {
  readonly row: number;
  readonly start: number;
  readonly text: string;
}

/** As many items on each line as fit, after the title. */
const layoutMenu = (title: string, items: readonly KeyMenuItem[], columns: number): readonly LaidItem[] => {
  let row = 0;
  let width = widthOf(title);
  return items.map((item) => {
    const text = `${item.key} ${item.label}${item.isOn ? '*' : ''}`;
    const isNew = width + 2 + widthOf(text) > columns;
    if (isNew) row += 1;
    const start = isNew ? 0 : width + 2;
    width = start + widthOf(text);
    return {...item, row, start, text};
  });
};

/** The same as a sentence for a screen reader. */
const formatPlainMenu = (title: string, items: readonly KeyMenuItem[]): string =>
  `${title}: ${items.map(({key, label, isOn}) => `${key} ${label}${isOn ? ' (chosen)' : ''}`).join(', ')}. Any other key closes this.`;

/** The lines of such a menu; what is chosen has a star. */
export const formatKeyMenu = (
  title: string,
  items: readonly KeyMenuItem[],
  columns: number,
  palette: Palette,
): string[] => {
  const lines = [palette.bold(title)];
  for (const {key, isOn, row, start, text} of layoutMenu(title, items, columns)) {
    const shown = palette.bold(key) + (isOn ? palette.colour('cyan', text.slice(1)) : text.slice(1));
    lines[row] = start === 0 ? shown : `${lines[row] ?? ''}  ${shown}`;
  }

  return lines;
};

/** The key of the item at a place of the menu; `undefined` where there is none. */
export const findMenuKey = (
  title: string,
  items: readonly KeyMenuItem[],
  columns: number,
  place: AreaPoint,
): string | undefined =>
  layoutMenu(title, items, columns).find(
    ({row, start, text}) =>
      row === place.row && place.column >= start && place.column < start + widthOf(text),
  )?.key;
