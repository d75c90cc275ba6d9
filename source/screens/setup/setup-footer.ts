import type {FooterKey} from '../../format/footer.ts';
import {MENU_KEYS} from '../../components/menu.tsx';
import type {KeySetupPhase} from '../../hooks/use-key-setup.ts';
import {toFooterKeys} from '../footer-keys.ts';
import type {KeyTable} from '../keys.ts';
import type {SetupForm} from './setup-form.ts';
import type {SetupAction} from './setup-keys.ts';

/** The keys of a page of the set-up; `wantedWord` is the one that has to be typed, where one has. */
export const toSetupFooter = (
  phase: KeySetupPhase,
  form: SetupForm,
  wantedWord: string | undefined,
  table: KeyTable<SetupAction>,
): readonly FooterKey[] => {
  const toKeys = (nextLabel: string | undefined, backLabel: string | undefined, hasMenu = false) => [
    ...(nextLabel === undefined ? [] : toFooterKeys(table, [{actions: 'next', label: nextLabel}])),
    ...(hasMenu ? [MENU_KEYS] : []),
    ...(backLabel === undefined
      ? []
      : toFooterKeys(table, [{actions: 'back', label: backLabel, isKept: true}])),
  ];
  if (wantedWord !== undefined) return toKeys(wantedWord, 'back');
  switch (phase.kind) {
    case 'applying':
      return [];
    case 'done':
      return toKeys('go on', undefined);
    case 'failed':
      return toKeys('look again', 'leave');
    case 'choosing':
      if (form.page === 'menu') return toKeys('choose', 'leave', true);
      return form.page === 'type' ? toKeys('choose', 'back', true) : toKeys('go on', 'back');
    default:
      return toKeys(undefined, 'leave');
  }
};
