import {ApiError} from '../../model/errors.ts';
import type {ExecutionTree} from '../../model/execution-tree.ts';
import type {SpendingLimit} from '../../model/spending.ts';
import {clean} from '../../model/safe-text.ts';
import type {CallOptions, PlatformClient} from './platform-client.ts';

/** Looks at the spending limits of those who pay. */
export interface SpendingLimits {
  /**
   * One call for each organization that pays for what has not ended, at most five. Who has no limit, or does not let us
   * know it, is left out and, in the second case, not asked again.
   *
   * Throws what `PlatformClient` throws, but for a refusal.
   */
  find(tree: ExecutionTree, options?: CallOptions): Promise<readonly SpendingLimit[]>;
}

const MOST_PAYERS = 5;

/** Makes the service. Nothing runs by itself. */
export const createSpendingLimits = (platform: Pick<PlatformClient, 'describeOrg'>): SpendingLimits => {
  const refused = new Set<string>();
  return {
    async find(tree, options) {
      const payers = new Set<string>();
      for (const {execution} of tree.active) {
        const {billTo} = execution;
        // A user's own account has no limit that the API tells.
        if (billTo?.startsWith('org-') && !refused.has(billTo)) payers.add(billTo);
        if (payers.size === MOST_PAYERS) break;
      }

      const limits: SpendingLimit[] = [];
      for (const payer of payers) {
        try {
          const {left, spent} = await platform.describeOrg(payer, options);
          if (left !== undefined) limits.push({payer: clean(payer), left, spent});
        } catch (error) {
          if (!(error instanceof ApiError) || ![401, 403, 404].includes(error.status)) throw error;
          refused.add(payer);
        }
      }

      return limits;
    },
  };
};
