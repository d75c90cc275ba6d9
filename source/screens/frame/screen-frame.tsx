import {Box} from 'ink';
import {type ReactNode, useMemo, useState} from 'react';
import {Lines} from '../../components/lines.tsx';
import {useMouseArea} from '../../components/mouse-areas.ts';
import {useTheme} from '../../components/theme.ts';
import {cut} from '../../format/fit.ts';
import type {GlobalAction} from '../global-keys.ts';
import {CommandPalette} from '../palette/command-palette.tsx';
import {type PaletteCommand, toCommands} from '../palette/commands.ts';
import {ActionsProvider, type KeyOwner} from '../use-actions.ts';

const HIGHEST_PALETTE = 14;
/** What sentences that are wrapped may take besides, so that a frame for a screen reader can be written over. */
const PLAIN_SLACK = 4;
const FEWEST_ROWS = 10;
/** How far one notch of the wheel goes. */
const WHEEL_ROWS = 3;

/** What is left of the terminal for a screen, and whether it has the keyboard. */
export interface ScreenArea {
  readonly columns: number;
  readonly rows: number;
  readonly isActive: boolean;
}

/**
 * What is around every screen of the dashboard: the way back in words where another screen is below, the palette, and
 * the keys that count everywhere. The screen stays mounted under the palette, so that it is found as it was.
 */
export const ScreenFrame = ({
  crumbs,
  commands,
  columns,
  rows: terminalRows,
  isReadOnly,
  onRefused,
  onHelp,
  onSessions,
  bar,
  barRows = 1,
  children,
}: {
  /** The open screens from the bottom to the top; shown when there are several. */
  crumbs: readonly string[];
  /** What the palette has besides the keys of the screen. */
  commands: readonly PaletteCommand[];
  columns: number;
  rows: number;
  isReadOnly: boolean;
  /** Hears why a key did nothing. */
  onRefused: (reason: string) => void;
  onHelp: () => void;
  onSessions: () => void;
  /** What has the keyboard in the screen's place, at the bottom. */
  bar?: ReactNode;
  /** How high that is. */
  barRows?: number;
  children: (area: ScreenArea) => ReactNode;
}) => {
  const {palette, isAscii, isPlain} = useTheme();
  const rows = isPlain ? Math.max(FEWEST_ROWS, terminalRows - PLAIN_SLACK) : terminalRows;
  const [isPaletteOpen, setIsPaletteOpen] = useState(false);
  const owners = useMemo(() => new Map<string, KeyOwner>(), []);
  const actions = useMemo(
    () => ({
      owners,
      isReadOnly,
      onRefused,
      onGlobal: (action: GlobalAction) => {
        if (action === 'palette') setIsPaletteOpen(true);
        else if (action === 'sessions') onSessions();
        else onHelp();
      },
    }),
    [owners, isReadOnly, onRefused, onHelp, onSessions],
  );
  // Where nothing else does something with the wheel, it moves what has the keyboard.
  const area = useMouseArea({
    onWheel: (step) => {
      if (isPaletteOpen || bar !== undefined) return;
      const action = step > 0 ? 'down' : 'up';
      const owner = [...owners.values()].find(({table}) =>
        table.bindings.some((binding) => binding.action === action),
      );
      for (let row = 0; owner && row < WHEEL_ROWS; row++) owner.run(action);
    },
  });
  const crumbRows = crumbs.length > 1 ? 1 : 0;
  const takenRows = bar === undefined ? 0 : barRows;
  const paletteRows = isPaletteOpen ? Math.min(HIGHEST_PALETTE, Math.floor(rows / 2)) : 0;
  return (
    <ActionsProvider value={actions}>
      <Box ref={area} flexDirection="column" width={columns} height={rows}>
        {crumbRows > 0 && (
          <Lines
            lines={[palette.dim(cut(crumbs.join(isAscii ? ' > ' : ' › '), columns))]}
            height={crumbRows}
          />
        )}
        {children({
          columns,
          rows: rows - crumbRows - paletteRows - takenRows,
          isActive: !isPaletteOpen && takenRows === 0,
        })}
        {bar}
        {isPaletteOpen && (
          <CommandPalette
            commands={[...toCommands(owners.values()), ...commands]}
            columns={columns}
            rows={paletteRows}
            isActive
            onRun={(command) => {
              setIsPaletteOpen(false);
              command.run();
            }}
            onClose={() => {
              setIsPaletteOpen(false);
            }}
          />
        )}
      </Box>
    </ActionsProvider>
  );
};
