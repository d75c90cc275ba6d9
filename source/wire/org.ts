/**
 * An organization as `/org-xxxx/describe` returns it, as far as it is about money; amounts in whole units of its currency.
 *
 * Source: https://documentation.dnanexus.com/developer/api/organizations#api-method-org-xxxx-describe
 */
export interface WireOrg {
  id: string;
  class?: 'org';
  handle?: string;
  name?: string;
  /** The caller's own: `MEMBER` or `ADMIN`. */
  level?: string;
  /** What may still be spent, an estimate; `null` without a limit. Absent for those who may not know. */
  estSpendingLimitLeft?: number | null;
  /** What was spent, in three parts; seen in programs that read it, not in the documentation. */
  computeCharges?: number;
  storageCharges?: number;
  dataEgressCharges?: number;
}
