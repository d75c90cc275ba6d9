import {Box} from 'ink';
import {useState} from 'react';
import {Footer} from '../../components/footer.tsx';
import {Lines} from '../../components/lines.tsx';
import {useTheme} from '../../components/theme.ts';
import {cut} from '../../format/fit.ts';
import {lookOf, toStateSign} from '../../format/state.ts';
import {HELP, toFieldKeys, toFooterKeys} from '../footer-keys.ts';
import {GLOBAL_TABLE} from '../global-keys.ts';
import type {KeyTable} from '../keys.ts';
import {useActions, useKeyTable} from '../use-actions.ts';
import {LOG_TABLE} from './log-keys.ts';
import {LogBody, type LogBodyProps} from './log-body.tsx';

/** The keys of the log's own screen, besides those of the log. */
export const LOG_SCREEN_TABLE: KeyTable<'back'> = {
  name: 'logScreen',
  title: 'Where a log is the whole screen',
  bindings: [{action: 'back', keys: ['escape', 'q', 'l', 'left', 'ctrl-c'], shown: 'Esc, l', label: 'back'}],
};

/** The log of one execution as a screen of its own. */
export const LogScreen = ({
  onBack,
  ...props
}: Omit<LogBodyProps, 'onTyping'> & {readonly onBack: () => void}) => {
  const {execution, columns, rows, isActive} = props;
  const {palette, isAscii, isPlain} = useTheme();
  const ownKeys = useKeyTable(LOG_SCREEN_TABLE);
  const logKeys = useKeyTable(LOG_TABLE);
  const everywhere = useKeyTable(GLOBAL_TABLE);
  const [enterLabel, setEnterLabel] = useState<string | undefined>(undefined);
  const isTyping = enterLabel !== undefined;
  useActions(LOG_SCREEN_TABLE, onBack, {isActive: isActive && !isTyping});
  const look = lookOf(execution.state);
  const symbol = toStateSign(execution.state, {isAscii, isPlain});
  const title = cut(` ${symbol}${execution.name ?? execution.id}  ${execution.state}`, columns);
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines lines={[palette.bold(palette.colour(look.colour, title))]} height={1} />
      <LogBody {...props} rows={rows - 2} onTyping={setEnterLabel} />
      <Footer
        keys={
          isTyping
            ? toFieldKeys(enterLabel)
            : [
                ...toFooterKeys(ownKeys, [{actions: 'back', label: 'back', isKept: true}]),
                ...toFooterKeys(logKeys, [
                  {actions: 'search', label: 'search'},
                  {actions: 'follow', label: 'follow'},
                  {actions: 'levels', label: 'levels'},
                  {actions: 'wrap', label: 'wrap'},
                  {actions: 'tree', label: 'tree'},
                  {actions: 'times', label: 'times'},
                  {actions: 'save', label: 'save'},
                ]),
                ...toFooterKeys(everywhere, [HELP]),
              ]
        }
        columns={columns}
      />
    </Box>
  );
};
