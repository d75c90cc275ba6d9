import {Box, Text} from 'ink';
import SelectInput from 'ink-select-input';
import {createContext, useContext} from 'react';
import {cut} from '../format/fit.ts';
import type {FooterKey} from '../format/footer.ts';
import {useMouseArea} from './mouse-areas.ts';
import {useTheme} from './theme.ts';

/** One line of a menu. */
export interface MenuItem {
  readonly value: string;
  readonly label: string;
}

/** How a footer names the keys that move in a menu. */
export const MENU_KEYS: FooterKey = {key: 'j/k', label: 'move'};

const Indicator = ({isSelected = false}: {isSelected?: boolean}) => {
  const {palette, isAscii} = useTheme();
  return (
    <Box flexShrink={0}>
      <Text>{isSelected ? palette.colour('cyan', isAscii ? ' > ' : ' ❯ ') : '   '}</Text>
    </Box>
  );
};

/** What a press on an item does: the mouse has no other way to the menu's own state. */
const PressContext = createContext<(value: string) => void>(() => undefined);

const Item = ({
  isSelected = false,
  label,
  value,
}: {
  isSelected?: boolean;
  label: string;
  /** Of the item; the library hands all of it on, whatever its types say. */
  value?: string;
}) => {
  const {palette} = useTheme();
  const press = useContext(PressContext);
  const area = useMouseArea({
    onPress: () => {
      if (value !== undefined) press(value);
    },
  });
  return (
    <Box ref={area}>
      <Text wrap="truncate">{isSelected ? palette.bold(label) : label}</Text>
    </Box>
  );
};

/**
 * A menu, one line for each item: arrows, j/k or a number, and Enter. Of more items than `rows` the ones around the
 * cursor are shown. A press of the mouse chooses, as a number does. Keys and mouse count only while `isActive`.
 */
export const Menu = ({
  items,
  columns,
  rows,
  isActive,
  onSelect,
  onHighlight = () => undefined,
}: {
  items: readonly MenuItem[];
  columns: number;
  rows: number;
  isActive: boolean;
  onSelect: (value: string) => void;
  /** Called when the cursor moves; it begins on the first item. */
  onHighlight?: (value: string) => void;
}) => (
  <PressContext.Provider
    value={(value) => {
      if (isActive) onSelect(value);
    }}
  >
    <SelectInput
      items={items.map(({value, label}) => ({key: value, value, label: cut(label, columns - 3)}))}
      limit={Math.max(1, rows)}
      isFocused={isActive}
      indicatorComponent={Indicator}
      itemComponent={Item}
      onSelect={({value}) => {
        onSelect(value);
      }}
      onHighlight={({value}) => {
        onHighlight(value);
      }}
    />
  </PressContext.Provider>
);
