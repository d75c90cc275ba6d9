import type {Price} from './execution.ts';
import type {SafeText} from './safe-text.ts';

/** What an organization that pays may still spend, in whole units of its currency. */
export interface SpendingLimit {
  readonly payer: SafeText;
  /** The platform's own estimate; 0 or less when the limit is reached. */
  readonly left: number;
  /** What was spent of it; `undefined` when the platform does not tell. */
  readonly spent: number | undefined;
}

/** A limit that is near, or reached. */
export interface SpendingWarning extends SpendingLimit {
  /** How long it lasts at what runs now, in milliseconds; `undefined` when nothing that runs has a price. */
  readonly lastsMs: number | undefined;
}

const HOUR_MS = 3_600_000;
/** What lasts no longer than this is near. */
const NEAR_MS = 24 * HOUR_MS;

/**
 * The limits that are near or reached: where the greater part is spent, or what is left lasts for less than a day.
 *
 * @param perHour what everything costs that runs now and is known here; others may spend as well
 * @param share how much is the greater part: 0 to 1
 */
export const findSpendingWarnings = (
  limits: readonly SpendingLimit[],
  perHour: Price | undefined,
  share: number,
): readonly SpendingWarning[] =>
  limits.flatMap((limit): SpendingWarning[] => {
    const {left, spent} = limit;
    const lastsMs =
      perHour && perHour.amount > 0 ? (Math.max(0, left) / perHour.amount) * HOUR_MS : undefined;
    const isSpent = spent !== undefined && spent >= share * (spent + left);
    const isNear = left <= 0 || isSpent || (lastsMs !== undefined && lastsMs < NEAR_MS);
    return isNear ? [{...limit, lastsMs}] : [];
  });
