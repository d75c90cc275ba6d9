import {type ActionMenu, formatKeyMenu, KeyMenu} from '../executions/key-menu.tsx';
import type {Palette} from '../../format/palette.ts';
import {VIEW_NAME_ROWS, ViewNameLine, type ViewNaming} from '../views/view-name-line.tsx';

/** What stands at the foot of the list and has the keyboard. */
export type ListBarContent =
  {readonly kind: 'menu'; readonly menu: ActionMenu} | {readonly kind: 'name'; readonly naming: ViewNaming};

/** A menu at the foot of the list, or the name of a view that is asked for. */
export const ListBar = ({
  content,
  columns,
  onClose,
}: {
  content: ListBarContent;
  columns: number;
  onClose: () => void;
}) =>
  content.kind === 'menu' ? (
    <KeyMenu
      {...content.menu}
      columns={columns}
      isActive
      onChoose={content.menu.onChoose}
      onClose={onClose}
    />
  ) : (
    <ViewNameLine {...content.naming} columns={columns} onClose={onClose} />
  );

/** How many rows of the terminal that takes. */
export const toBarRows = (content: ListBarContent, columns: number, palette: Palette): number =>
  content.kind === 'name'
    ? VIEW_NAME_ROWS
    : formatKeyMenu(content.menu.title, content.menu.items, columns, palette).length;
