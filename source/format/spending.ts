import type {Price} from '../model/execution.ts';
import type {SpendingWarning} from '../model/spending.ts';
import {formatPrice} from './price.ts';
import {formatSpan} from './time.ts';

/**
 * A warning in one sentence.
 *
 * @param currency a price in the payer's currency, for its sign; the platform names none with the limit
 */
export const formatSpendingWarning = (
  {payer, left, lastsMs}: SpendingWarning,
  currency: Price | undefined,
): string => {
  if (left <= 0) return `${payer} has reached its spending limit: the platform ends what it pays for.`;
  const amount = currency ? formatPrice({...currency, amount: left}) : left.toFixed(2);
  const lasts = lastsMs === undefined ? '' : `, ${formatSpan(lastsMs)} at what runs here now`;
  return `${payer} is near its spending limit: about ${amount} are left${lasts}.`;
};
