import type {ClosedFirewall} from '../model/closed-firewall.ts';

/**
 * Says what became of the addresses, in one line.
 *
 * @param name of the job, or its ID
 */
export const formatClosedFirewall = (
  name: string,
  {addresses, result}: Pick<ClosedFirewall, 'addresses' | 'result'>,
): string => {
  const list = addresses.join(', ');
  if (result === 'over') return `${name}: the job is over, and its firewall with it.`;
  return result === 'closed'
    ? `${name}: ${list} can no longer connect.`
    : `${name}: ${list} had been taken out already.`;
};
