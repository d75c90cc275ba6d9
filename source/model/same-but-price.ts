import type {Execution} from './execution.ts';

/**
 * Whether two states of an execution differ in nothing but the price. It may say no of two that say the same in lists of
 * their own: the question is asked of thousands, most of which share all that has not changed.
 */
export const isSameButPrice = (one: Execution, other: Execution): boolean => {
  let surplus = 0;
  for (const key in other) {
    surplus++;
    if (key !== 'price' && one[key as keyof Execution] !== other[key as keyof Execution]) return false;
  }

  // Two lists of names would be most of what this costs.
  for (const _ in one) surplus--;
  return surplus === 0;
};
