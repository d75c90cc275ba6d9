import type {Failure} from '../execution-record.ts';

/**
 * Failures as users meet them, one or more for each reason that the platform documents.
 *
 * Footing: documented reasons; the messages are written after real ones (assumed).
 */
export const causes = {
  truncatedCram: {
    failureReason: 'AppError',
    failureMessage:
      'HaplotypeCaller exited with status 2: A USER ERROR has occurred: CRAM file HG00268.final.cram ends in the middle of a container (EOF marker is absent). The file seems to be truncated; upload it again.',
  },
  outOfMemory: {
    failureReason: 'AppInsufficientResourceError',
    failureMessage:
      'The process STAR was killed by the kernel (out of memory): 31.4 GB of 32 GB were in use. Consider an instance type with more memory.',
  },
  diskFull: {
    failureReason: 'AppInsufficientResourceError',
    failureMessage: 'No space left on device: /home/dnanexus/out/bam (189 GB of 189 GB used)',
  },
  traceback: {
    failureReason: 'AppInternalError',
    failureMessage:
      'An unexpected error occurred\nTraceback (most recent call last):\n  File "job.py", line 214, in main\n    counts = matrix[sample]\nKeyError: \'donor_B\'',
  },
  missingLicence: {
    failureReason: 'AppError',
    failureMessage: 'MaxQuant: parameter file mqpar.xml names 24 raw files, of which liver_07.raw is missing',
  },
  worker: {
    failureReason: 'UnresponsiveWorker',
    failureMessage: 'The worker running this job has not reported for 30 minutes',
  },
  spot: {
    failureReason: 'SpotInstanceInterruption',
    failureMessage: 'The spot instance of this job was reclaimed by the cloud provider',
  },
  timeout: {
    failureReason: 'JobTimeoutExceeded',
    failureMessage: 'The job exceeded its timeout of 12 hours',
  },
  input: {
    failureReason: 'InputError',
    failureMessage: 'The input "reads_fastqgzs" is required but was not given',
  },
  output: {
    failureReason: 'OutputError',
    failureMessage: 'The output "sorted_bam" was not set by the job, but it is not optional',
  },
  dependency: {
    failureReason: 'DependencyUnsatisfiable',
    failureMessage: 'file-J7QFK0Q0Q2YkXp8v5z4Kb1Gj, which the job depends on, was deleted',
  },
  execution: {
    failureReason: 'ExecutionError',
    failureMessage: 'The job could not be started: the asset record-J3bY70j0yX8GkQ9v could not be unpacked',
  },
  internal: {
    failureReason: 'JMInternalError',
    failureMessage: 'An internal error occurred in the job manager',
  },
  costLimit: {
    failureReason: 'CostLimitExceeded',
    failureMessage: 'The execution tree reached its cost limit of $50.00',
  },
  spendingLimit: {
    failureReason: 'SpendingLimitExceeded',
    failureMessage: 'The spending limit of org-sequencing_core has been reached',
  },
  orgExpired: {
    failureReason: 'OrgExpired',
    failureMessage: 'The licence of org-sequencing_core has expired',
  },
  auth: {
    failureReason: 'AuthError',
    failureMessage: 'The token of the job was revoked while it was running',
  },
  uploads: {
    failureReason: 'IncompleteUploads',
    failureMessage: '3 output files were still open when the job ended',
  },
} satisfies Record<string, Failure>;
