import test from 'ava';
import type {ReactNode} from 'react';
import {clean} from '../../source/model/safe-text.ts';
import {ExecutionScreen} from '../../source/screens/execution/execution-screen.tsx';
import {toFooterKeys, toScrollPlace} from '../../source/screens/footer-keys.ts';
import {rebind} from '../../source/screens/keymap.ts';
import type {KeyTable} from '../../source/screens/keys.ts';
import {PAGE_TABLE} from '../../source/screens/execution/text-tab.tsx';
import {KeymapProvider} from '../../source/screens/use-actions.ts';
import {WhyScreen} from '../../source/screens/why/why-screen.tsx';
import {createJob, NOW_MS} from '../helpers/executions.ts';
import {renderLines} from '../helpers/render-frame.tsx';

const TABLE: KeyTable<'open' | 'next' | 'previous' | 'back'> = {
  name: 'test',
  title: 'In a test',
  bindings: [
    {action: 'open', keys: ['enter', 's'], shown: 'Enter, s', label: 'open it'},
    {action: 'next', keys: ['down', 'j'], shown: 'j, down', label: 'next'},
    {action: 'previous', keys: ['up', 'k'], shown: 'k, up', label: 'previous'},
    {action: 'back', keys: ['escape', 'q'], shown: 'Esc', label: 'back'},
  ],
};

test('a footer names the first key of each action, in the order that it asks for', (t) => {
  t.deepEqual(
    toFooterKeys(TABLE, [
      {actions: 'back', label: 'leave'},
      {actions: ['next', 'previous'], label: 'move', obstacle: 'nothing is there'},
      {actions: 'open', label: 'attach'},
    ]),
    [
      {key: 'Esc', label: 'leave', obstacle: undefined},
      {key: 'j/k', label: 'move', obstacle: 'nothing is there'},
      {key: 'Enter', label: 'attach', obstacle: undefined},
    ],
  );
});

test('it has the user’s own keys, and leaves out what has none left', (t) => {
  const wishes = new Map([
    ['open', ['q', 'ctrl-o']],
    ['next', []],
    ['previous', [',']],
  ]);
  const {table} = rebind(TABLE, new Map([['test', wishes]]));
  const keys = toFooterKeys(table, [
    {actions: 'open', label: 'attach'},
    {actions: 'next', label: 'next'},
    {actions: 'previous', label: 'previous'},
    {actions: 'back', label: 'back'},
  ]);
  t.deepEqual(
    keys.map(({key}) => key),
    ['q', ',', 'Esc'],
  );
});

test('where one is in a text is said only when there is more of it', (t) => {
  t.deepEqual(toFooterKeys(PAGE_TABLE, toScrollPlace({offset: 0, lowest: 0})), []);
  t.deepEqual(toFooterKeys(PAGE_TABLE, toScrollPlace({offset: 2, lowest: 7})), [
    {key: 'j/k', label: 'scroll (3/8)', obstacle: undefined},
  ]);
});

const ignore = () => undefined;
const size = {columns: 120, rows: 20, isActive: true, onCommand: ignore, onBack: ignore};
const job = createJob({state: clean('failed')});
const withKeys = (screen: ReactNode) =>
  renderLines(
    <KeymapProvider
      value={
        new Map([
          [
            'execution',
            new Map([
              ['attach', ['A']],
              ['nextPage', ['n']],
            ]),
          ],
          ['why', new Map([['log', ['L']]])],
          ['global', new Map([['help', ['H']]])],
        ])
      }
    >
      {screen}
    </KeymapProvider>,
    120,
  ).at(-1) ?? '';

test('the footers of an execution and of why follow the settings', (t) => {
  const execution = (
    <ExecutionScreen {...size} execution={job} nowMs={NOW_MS} note="" onAttach={ignore} onSetup={ignore} />
  );
  t.regex(withKeys(execution), /^A no SSH: job is failed {2}left\/n pages {2}Esc back .* {2}H help$/);
  const state = {explanation: undefined, error: undefined, log: undefined};
  const why = <WhyScreen {...size} execution={job} state={state} note="" onOpen={ignore} onLog={ignore} />;
  t.regex(
    withKeys(why),
    /^Enter open the cause: nothing found yet {2}L its log: .* {2}Esc back .* {2}H help$/,
  );
});
