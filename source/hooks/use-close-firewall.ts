import {useCallback} from 'react';
import {toReturnable} from '../model/closed-firewall.ts';
import type {SafeText} from '../model/safe-text.ts';
import type {AttachmentSnapshot} from '../services/ssh/attachment-snapshot.ts';
import {useServices} from './services.ts';

/**
 * Finds the addresses that are offered to be taken back now that an attach is over; `[]` where nothing is to be offered:
 * by the settings, in read-only mode, or while another session needs them.
 */
export const useCloseOffer = (): ((snapshot: AttachmentSnapshot) => readonly SafeText[]) => {
  const {settings, registry} = useServices();
  const isOffered = settings.ssh.offerClose && !settings.platform.readOnly;
  return useCallback(
    ({jobId, outcome}) =>
      isOffered && outcome
        ? toReturnable(jobId, outcome.kind, {
            entries: registry.listFirewallEntries(jobId),
            sessions: registry.list(),
          })
        : [],
    [isOffered, registry],
  );
};
