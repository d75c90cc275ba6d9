import {clean, type SafeText} from '../model/safe-text.ts';

/** Where a job may connect to, in words. */
export const formatNetworkAccess = (hosts: readonly SafeText[] | undefined): SafeText => {
  if (hosts === undefined) return clean('unknown');
  if (hosts.length === 0) return clean('none but the platform itself');
  return clean(hosts.includes(clean('*')) ? 'everywhere (*)' : hosts.join(', '));
};

/** What is said before the first connection to a job. */
export const formatConnectionNote = (networkAccess: readonly SafeText[] | undefined): readonly SafeText[] => [
  clean('Once you connect to a job, the reproducibility of its results can no longer be ensured.'),
  clean(`Network access of this job: ${formatNetworkAccess(networkAccess)}.`),
];
