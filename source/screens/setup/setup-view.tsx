import {Box} from 'ink';
import {useReducer, useState} from 'react';
import {Footer} from '../../components/footer.tsx';
import {Lines} from '../../components/lines.tsx';
import {Menu} from '../../components/menu.tsx';
import {formatPrompt} from '../../components/prompt.tsx';
import {useTheme} from '../../components/theme.ts';
import {cut, wrapText} from '../../format/fit.ts';
import {formatAccountKey, formatReplacement, formatSetupResult} from '../../format/ssh-key.ts';
import type {KeySetupControl, KeySetupPhase} from '../../hooks/use-key-setup.ts';
import type {KeySetupResult} from '../../model/ssh-key.ts';
import {editText} from '../edit-text.ts';
import {findAction, isCharacter} from '../keys.ts';
import {useKeys} from '../use-keys.ts';
import {useKeyTable} from '../use-actions.ts';
import {FIRST_PAGE, reduceSetup, type SetupForm} from './setup-form.ts';
import {toSetupFooter} from './setup-footer.ts';
import {SETUP_TABLE} from './setup-keys.ts';
import {type SetupTarget, toSetupItems, toSetupProblems} from './setup-menu.ts';

const TYPES = [
  {value: 'ed25519', label: 'Ed25519, short and fast'},
  {value: 'rsa', label: 'RSA of 4096 bits, where Ed25519 is not allowed'},
] as const;
const PROBLEM_LINES = 6;

/** The SSH key wizard: what is there, what to do, what that replaces, and how it went. */
export const SetupView = ({
  control,
  homeDirectory,
  columns,
  rows,
  isActive,
  onClose,
}: {
  control: KeySetupControl;
  homeDirectory: string;
  columns: number;
  rows: number;
  isActive: boolean;
  /** With what was done; `undefined` when nothing was. */
  onClose: (result: KeySetupResult | 'revoked' | undefined) => void;
}) => {
  const {palette} = useTheme();
  const {phase} = control;
  const [form, send] = useReducer(reduceSetup, FIRST_PAGE);
  const table = useKeyTable(SETUP_TABLE);
  const [word, setWord] = useState('');
  const [highlighted, setHighlighted] = useState<string | undefined>(undefined);
  const wantedWord =
    phase.kind === 'revoking' ? 'revoke' : phase.kind === 'confirming' ? 'replace' : undefined;

  const openPage = (page: 'menu' | 'type' | 'path') => {
    // Each menu begins on its first line.
    setHighlighted(undefined);
    send({kind: 'open', page});
  };
  const enter = () => {
    if (phase.kind === 'done') onClose(phase.result);
    else if (phase.kind === 'failed') {
      openPage('menu');
      control.look();
    } else if (wantedWord !== undefined) {
      if (word === wantedWord) control.confirm();
      setWord('');
    } else if (form.page === 'path') {
      const pair = control.open(form.text);
      if (typeof pair === 'string') send({kind: 'problem', problem: pair});
      else control.choose({kind: 'pair', pair});
    } else if (form.page === 'passphrase') {
      const isRepeated = form.first === form.text;
      const isNone = form.first === undefined && form.text === '';
      if (isRepeated || isNone) control.choose({kind: 'new', type: form.type, passphrase: form.text});
      else send({kind: 'repeat'});
    }
  };
  const leave = () => {
    // What has begun is brought to its end, and then told.
    if (phase.kind === 'applying') return;
    if (phase.kind === 'done') onClose(phase.result);
    else if (phase.kind === 'choosing' && form.page !== 'menu') openPage('menu');
    else if (wantedWord !== undefined) {
      setWord('');
      openPage('menu');
      control.look();
    } else onClose(undefined);
  };
  const open = (target: SetupTarget) => {
    if (target.kind === 'leave') onClose(undefined);
    else if (target.kind === 'revoke') control.askRevoke();
    else if (target.kind === 'new') openPage('type');
    else if (target.kind === 'path') openPage('path');
    else control.choose(target);
  };

  const menu =
    phase.kind === 'choosing' && form.page === 'menu' ? toSetupItems(phase.situation, homeDirectory) : [];
  const types = phase.kind === 'choosing' && form.page === 'type' ? TYPES : [];
  const items = menu.length > 0 ? menu : types;
  const fields = toField(phase, form, word, wantedWord);
  const chooseType = (value: string) => {
    send({kind: 'type', type: value === 'rsa' ? 'rsa' : 'ed25519'});
  };
  const chooseItem = (value: string) => {
    const item = menu.find((one) => one.value === value);
    if (item) open(item.target);
  };
  useKeys(
    (name) => {
      // Whatever the settings say, characters belong to a menu or a text field where there is one.
      const isTheirs = (items.length > 0 || fields.length > 0) && isCharacter(name);
      const action = isTheirs ? undefined : findAction(table.bindings, name);
      if (action === 'back') leave();
      else if (action === 'next' && items.length > 0) {
        // Enter is heard by the menu itself.
        const value = highlighted ?? items[0].value;
        if (name !== 'enter') (menu.length > 0 ? chooseItem : chooseType)(value);
      } else if (action === 'next') enter();
      else if (wantedWord !== undefined) setWord((text) => editText(text, name) ?? text);
      else if (phase.kind === 'choosing') send({kind: 'key', name});
    },
    isActive,
    (text) => {
      if (phase.kind === 'choosing') send({kind: 'paste', text});
    },
  );

  const wrap = (text: string) => wrapText(text, columns - 2).map((line) => ` ${line}`);
  const note = menu.find(({value}) => value === (highlighted ?? menu[0]?.value))?.note ?? '';
  const top = [
    palette.bold(' SSH key'),
    '',
    ...toTop(phase, form).flatMap((line) => (line === '' ? [''] : wrap(line))),
  ];
  const bottom = [
    ...(menu.length > 0 ? ['', palette.dim(cut(` ${note}`, columns))] : []),
    ...fields.flatMap(({label, text}) => ['', ` ${formatPrompt(label, text, columns - 1, palette)}`]),
    ...toProblems(phase, form)
      .flatMap(wrap)
      .map((line) => palette.colour('yellow', line)),
  ];
  const menuRows = Math.min(
    items.length,
    Math.max(1, rows - 1 - top.length - Math.min(bottom.length, PROBLEM_LINES)),
  );
  const shownTop = top.slice(
    0,
    Math.max(1, rows - 1 - (items.length > 0 ? menuRows : Math.min(bottom.length, PROBLEM_LINES))),
  );
  const shownBottom = bottom.slice(
    0,
    Math.max(0, rows - 1 - shownTop.length - (items.length > 0 ? menuRows : 0)),
  );
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Box flexDirection="column" height={rows - 1}>
        <Lines lines={shownTop} height={shownTop.length} />
        {menu.length > 0 && (
          <Menu
            key="menu"
            items={menu}
            columns={columns}
            rows={menuRows}
            isActive={isActive}
            onHighlight={setHighlighted}
            onSelect={chooseItem}
          />
        )}
        {types.length > 0 && (
          <Menu
            key="type"
            items={types}
            columns={columns}
            rows={menuRows}
            isActive={isActive}
            onHighlight={setHighlighted}
            onSelect={chooseType}
          />
        )}
        {shownBottom.length > 0 && <Lines lines={shownBottom} height={shownBottom.length} />}
      </Box>
      <Footer keys={toSetupFooter(phase, form, wantedWord, table)} columns={columns} />
    </Box>
  );
};

/** What stands above the menu or the field, unwrapped. */
const toTop = (phase: KeySetupPhase, form: SetupForm): readonly string[] => {
  switch (phase.kind) {
    case 'looking':
      return ['Looking at your account, and at the keys on this computer'];
    case 'preparing':
      return ['Making the key ready; an RSA key takes a while'];
    case 'applying':
      return ['Giving the key to your account, and putting it in place'];
    case 'failed':
      return [phase.sentence];
    case 'confirming':
      return formatReplacement(phase.replacement);
    case 'revoking':
      return [
        formatAccountKey(phase.situation),
        'Taken off, no computer can connect to your jobs until a key is set again. Files on this computer stay.',
      ];
    case 'done':
      return phase.result === 'revoked'
        ? ['Your account has no SSH key now.']
        : formatSetupResult(phase.result);
    case 'choosing':
      if (form.page === 'type') return ['What kind of key pair?', ''];
      if (form.page === 'path') return ['The path of a private key, or of the .pub file beside it.'];
      if (form.page === 'passphrase') {
        return [
          'A passphrase encrypts the private key on this computer: without it a copy of the file is worthless, and each start of dxtop asks for it once. Leave it empty for none.',
        ];
      }
      return [
        formatAccountKey(phase.situation),
        'Only the public half goes to your account; the private half stays on this computer.',
        '',
      ];
  }
};

const toField = (
  phase: KeySetupPhase,
  form: SetupForm,
  word: string,
  wantedWord: string | undefined,
): readonly {label: string; text: string}[] => {
  if (wantedWord !== undefined) return [{label: `Type ${wantedWord} to do it: `, text: word}];
  if (phase.kind !== 'choosing') return [];
  if (form.page === 'path') return [{label: 'Path: ', text: form.text}];
  if (form.page !== 'passphrase') return [];
  return [
    {
      label: form.first === undefined ? 'Passphrase (not shown): ' : 'The same once more (not shown): ',
      text: '',
    },
  ];
};

const toProblems = (phase: KeySetupPhase, form: SetupForm): readonly string[] => {
  if (phase.kind !== 'choosing') return [];
  if (form.page === 'menu') return toSetupProblems(phase.situation);
  return form.page === 'type' || form.problem === '' ? [] : [form.problem];
};
