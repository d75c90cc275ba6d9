import type {WireOrg} from '../../wire/org.ts';
import {toFields} from './field-readers.ts';

/** What an organization tells of its money, in whole units of its currency, which is not named. */
export interface OrgSpending {
  /** What may still be spent; `undefined` without a limit, or for those who may not know. */
  readonly left: number | undefined;
  readonly spent: number | undefined;
}

const CHARGES = ['computeCharges', 'storageCharges', 'dataEgressCharges'] as const;

/** What is asked of an organization. */
export const ORG_FIELDS: Partial<Record<keyof WireOrg, true>> = {
  estSpendingLimitLeft: true,
  computeCharges: true,
  storageCharges: true,
  dataEgressCharges: true,
};

/** Whether a text is the ID of an organization: its handle is chosen by people. */
export const isOrgId = (text: string): text is `org-${string}` => /^org-[\w.]{1,100}$/.test(text);

/** Turns the described organization, as it came from the network, into what may be spent. */
export const toOrgSpending = (described: unknown): OrgSpending => {
  const fields = toFields(described);
  const toAmount = (name: keyof WireOrg): number | undefined => {
    const value = fields?.[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  };
  const charges = CHARGES.flatMap((name) => toAmount(name) ?? []);
  return {
    left: toAmount('estSpendingLimitLeft'),
    spent: charges.length === 0 ? undefined : charges.reduce((sum, charge) => sum + charge, 0),
  };
};
