import test from 'ava';
import {CommandPalette} from '../../../source/screens/palette/command-palette.tsx';
import {toCommands} from '../../../source/screens/palette/commands.ts';
import {renderLines, testFrames} from '../../helpers/render-frame.tsx';

const commands = toCommands([
  {
    table: {
      name: 'executions',
      title: '',
      bindings: [
        {action: 'attach', keys: ['s'], shown: 's', label: 'attach over SSH'},
        {action: 'pageDown', keys: [], shown: '-', label: 'next page'},
      ],
    },
    run: () => undefined,
    findObstacle: (action) => (action === 'attach' ? 'job is done' : undefined),
  },
]);
const common = {commands, isActive: true, onRun: () => undefined, onClose: () => undefined};

testFrames('palette', (size) => <CommandPalette {...common} {...size} />);

test('the palette shows each command with its keys, and why one cannot be used', (t) => {
  const lines = renderLines(<CommandPalette {...common} columns={80} rows={6} />, 80).map((line) =>
    line.trimEnd(),
  );
  t.is(lines[1], 'attach           s              attach over SSH: job is done');
  t.is(lines[2], 'page-down                       next page');
  t.is(lines[5], ':');
});
