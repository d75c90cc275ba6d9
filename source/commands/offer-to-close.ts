import type {BaseServices} from '../create-services.ts';
import {formatClosedFirewall} from '../format/closed-firewall.ts';
import {toReturnable} from '../model/closed-firewall.ts';
import {CancelError, DxtopError, toSentence} from '../model/errors.ts';
import {clean} from '../model/safe-text.ts';
import type {WorkerTarget, SessionOutcome} from '../model/session.ts';
import {closeFirewall} from '../services/ssh/close-firewall.ts';
import {askOnDevice} from './ask-on-device.ts';
import {isYes} from './prompt.ts';

/**
 * Asks at the prompt, once an attach is over, whether the addresses that dxtop let through the job's firewall are to be
 * taken back, and does it; nothing happens unless the setting `ssh.offer_close` is on. What goes wrong is told, and does
 * not change how the attach ended.
 */
export const offerToClose = async (
  {userSettings, registry, platform}: BaseServices,
  {jobId}: WorkerTarget,
  outcome: SessionOutcome['kind'],
): Promise<void> => {
  if (!userSettings.ssh.offerClose || userSettings.platform.readOnly) return;
  const addresses = toReturnable(jobId, outcome, {
    entries: registry.listFirewallEntries(jobId),
    sessions: registry.list(),
  });
  if (addresses.length === 0) return;
  const question = `dxtop let ${addresses.join(', ')} through the job's firewall. Take it back? y/N `;
  try {
    const answer = await askOnDevice(question, {isHidden: false});
    if (answer === undefined || !isYes(answer)) return;
    const {signal} = new AbortController();
    const closed = await closeFirewall({jobId, platform, registry, signal});
    if (closed) process.stderr.write(`dxtop: ${formatClosedFirewall(jobId, closed)}\n`);
  } catch (error) {
    if (error instanceof CancelError) return;
    if (!(error instanceof DxtopError)) throw error;
    process.stderr.write(`dxtop: ${clean(toSentence(error))}\n`);
  }
};
