import type {FooterKey} from '../../format/footer.ts';
import type {AttachmentSnapshot, AttachQuestion} from '../../hooks/use-attachment.ts';
import {toFieldKeys, toFooterKeys} from '../footer-keys.ts';
import {firstKey, type KeyTable} from '../keys.ts';
import type {CONNECT_TABLE, LOST_TABLE, QUESTION_TABLE} from './connect-keys.ts';

/** The tables of the connect screen, with the user's own keys in them. */
export interface ConnectTables {
  readonly connect: typeof CONNECT_TABLE;
  readonly question: typeof QUESTION_TABLE;
  readonly lost: typeof LOST_TABLE;
}

/** Whether the answer is typed unseen. */
export const isHidden = (question: AttachQuestion | undefined): boolean =>
  question?.kind === 'passphrase' || question?.kind === 'ssh';

/** Whether Enter means yes: only where nothing is opened by it. */
export const isYesByDefault = (question: AttachQuestion): boolean => question.kind !== 'firewall';

/** The two answers as a question ends with them, the one that Enter gives in capitals: `y/N`. */
export const formatChoice = (table: KeyTable<'yes' | 'no'>, isYes: boolean): string => {
  const [yes, no] = (['yes', 'no'] as const).map((action) => firstKey(table, action) ?? '-');
  return isYes ? `${yes?.toUpperCase() ?? ''}/${no ?? ''}` : `${yes ?? ''}/${no?.toUpperCase() ?? ''}`;
};

/** The keys of what is shown: a question, the notice after a lost link, or the checklist. */
export const toConnectFooter = (
  {question, lost}: Pick<AttachmentSnapshot, 'question' | 'lost'>,
  tables: ConnectTables,
  {homeLabel, hasChecks}: {readonly homeLabel: string; readonly hasChecks: boolean},
): readonly FooterKey[] => {
  if (isHidden(question))
    return toFieldKeys(question?.kind === 'ssh' ? 'answer' : 'unlock the key', 'cancel');
  if (question?.kind === 'note') return toFieldKeys('connect now, or in 5 s by itself', 'cancel');
  if (question)
    return toFooterKeys(tables.question, [
      {actions: 'yes', label: question.kind === 'firewall' ? 'let my address in' : 'attach'},
      {actions: 'no', label: 'cancel'},
    ]);
  if (lost)
    return toFooterKeys(tables.lost, [
      {actions: 'retry', label: 'try now'},
      {actions: 'leave', label: homeLabel},
      {actions: 'giveUp', label: 'give up'},
    ]);
  return toFooterKeys(tables.connect, [
    {actions: 'cancel', label: 'cancel'},
    ...(hasChecks ? [{actions: 'checks', label: 'cancel, and look at everything'} as const] : []),
  ]);
};
