import type {Failure} from '../execution-record.ts';
import type {Random} from '../random.ts';

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
    lastWords: [
      'INFO  HaplotypeCaller - Shutting down engine',
      'org.broadinstitute.hellbender.tools.walkers.haplotypecaller.HaplotypeCaller done. Elapsed time: 126.03 minutes.',
      '***********************************************************************',
      'A USER ERROR has occurred: CRAM file HG00268.final.cram ends in the middle of a container (EOF marker is absent). The file seems to be truncated; upload it again.',
      '***********************************************************************',
      "Set the system property GATK_STACKTRACE_ON_USER_EXCEPTION (--java-options '-DGATK_STACKTRACE_ON_USER_EXCEPTION=true') to print the stack trace.",
      'Error: HaplotypeCaller exited with status 2',
    ],
  },
  outOfMemory: {
    failureReason: 'AppInsufficientResourceError',
    failureMessage:
      'The process STAR was killed by the kernel (out of memory): 31.4 GB of 32 GB were in use. Consider an instance type with more memory.',
    lastWords: [
      '..... started sorting BAM',
      'EXITING because of fatal ERROR: not enough memory for BAM sorting:',
      'SOLUTION: re-run STAR with at least --limitBAMsortRAM 34211467731',
      '/home/dnanexus/job.code.sh: line 58:  2114 Killed                  STAR --runThreadN 16 --genomeDir /home/dnanexus/GRCh38_gencode45',
      'Out of memory: Killed process 2114 (STAR) total-vm:33920120kB, anon-rss:32211008kB',
    ],
  },
  diskFull: {
    failureReason: 'AppInsufficientResourceError',
    failureMessage: 'No space left on device: /home/dnanexus/out/bam (189 GB of 189 GB used)',
    lastWords: [
      '..... inserting junctions into the genome indices',
      'EXITING because of FATAL ERROR: cannot write to output file /home/dnanexus/out/bam/SA_12: No space left on device',
      'SOLUTION: check that the disk is not full and increase the limits with ulimit -n',
      'Filesystem      Size  Used Avail Use% Mounted on',
      '/dev/nvme1n1    189G  189G   20K 100% /home/dnanexus',
    ],
  },
  fullDisk: {
    failureReason: 'AppInsufficientResourceError',
    failureMessage: 'No space left on device: /home/dnanexus/out (all of the instance’s storage is used)',
    lastWords: [
      'Traceback (most recent call last):',
      '  File "/opt/deepvariant/bin/make_examples.py", line 180, in main',
      "OSError: [Errno 28] No space left on device: '/home/dnanexus/out/make_examples.tfrecord-00011-of-00036.gz'",
    ],
  },
  javaHeap: {
    failureReason: 'AppInsufficientResourceError',
    failureMessage: 'java.lang.OutOfMemoryError: Java heap space; consider an instance type with more memory',
    lastWords: [
      'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space',
      '	at java.base/java.util.Arrays.copyOf(Arrays.java:3537)',
      '	at htsjdk.samtools.util.IntervalList.sorted(IntervalList.java:214)',
      '	at picard.analysis.directed.CollectTargetedMetrics.doWork(CollectTargetedMetrics.java:126)',
    ],
  },
  pipestance: {
    failureReason: 'AppInternalError',
    failureMessage:
      'cellranger exited with status 1: Pipestance failed. Error log at: sample/SC_RNA_COUNTER_CS/fork0/chnk07/_errors',
    lastWords: [
      '[error] Pipestance failed. Error log at:',
      'sample/SC_RNA_COUNTER_CS/SC_MULTI_CORE/DETECT_CHEMISTRY/fork0/chnk07-u3c1b27/_errors',
      'Log message:',
      'An extremely low rate of correct barcodes was observed for all the candidate chemistry choices for the input.',
    ],
  },
  anchors: {
    failureReason: 'AppInternalError',
    failureMessage: 'Rscript exited with status 1: Error in FindIntegrationAnchors(object.list = donors)',
    lastWords: [
      'Finding all pairwise anchors',
      'Error in FindIntegrationAnchors(object.list = donors, dims = 1:30) :',
      '  Max dimension too large: objects 3, 7 contain fewer than 30 cells.',
      'Execution halted',
    ],
  },
  traceback: {
    failureReason: 'AppInternalError',
    failureMessage:
      'An unexpected error occurred\nTraceback (most recent call last):\n  File "job.py", line 214, in main\n    counts = matrix[sample]\nKeyError: \'donor_B\'',
    lastWords: [
      'INFO:normalise:reading 24 samples from proteinGroups.txt',
      'WARNING:normalise:2 samples without intensities were dropped',
      'Traceback (most recent call last):',
      '  File "job.py", line 214, in main',
      '    counts = matrix[sample]',
      '  File "/usr/local/lib/python3.8/dist-packages/pandas/core/frame.py", line 3807, in __getitem__',
      '    indexer = self.columns.get_loc(key)',
      "KeyError: 'donor_B'",
    ],
  },
  missingRawFile: {
    failureReason: 'AppError',
    failureMessage: 'MaxQuant: parameter file mqpar.xml names 24 raw files, of which liver_07.raw is missing',
    lastWords: [
      'Configuring',
      'Error: the raw file /home/dnanexus/in/liver_07.raw does not exist',
      '   at MaxQuantCmd.Program.CheckRawFiles(MaxQuantParams mqpar)',
      'MaxQuantCmd finished with exit code 4',
    ],
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
    lastWords: [
      'samtools sort: failed to create temporary file /tmp/sort.0000.bam: Permission denied',
      "mv: cannot stat 'sorted.bam': No such file or directory",
    ],
  },
  dependency: {
    failureReason: 'DependencyUnsatisfiable',
    failureMessage: 'file-J7QFK0Q0Q2YkXp8v5z4Kb1Gj, which the job depends on, was deleted',
  },
  execution: {
    failureReason: 'ExecutionError',
    failureMessage: 'The job could not be started: the asset record-J3bY70j0yX8GkQ9v could not be unpacked',
  },
  noSuchInstance: {
    failureReason: 'ExecutionError',
    failureMessage:
      'The requested instance type mem2_ssd2_gpu8_v2_x192 is not available: insufficient capacity in region aws:eu-west-2',
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

/** What a tool fails by, by a pattern of its name. */
const likely: readonly (readonly [RegExp, readonly Failure[]])[] = [
  [/^star_/, [causes.outOfMemory, causes.diskFull]],
  [/^gatk_|picard/, [causes.javaHeap]],
  [/^cellranger/, [causes.pipestance]],
  [/^seurat/, [causes.anchors]],
  [/^maxquant|^ptm|^perseus/, [causes.traceback, causes.missingRawFile]],
  [/^deepvariant/, [causes.fullDisk]],
  [/./, [causes.output]],
];

/** A failure that an executable of this name may well have. */
export const pickCause = (random: Random, executableName: string): Failure =>
  random.pick(likely.find(([pattern]) => pattern.test(executableName))?.[1] ?? [causes.output]);
