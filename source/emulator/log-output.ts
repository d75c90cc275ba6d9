import type {LogLevel} from './logs.ts';
import type {Random} from './random.ts';

/** What a tool prints: a heading once, and then line after line, `count` counting from 1. */
export interface ToolOutput {
  /** Where the tool writes to. */
  readonly level: Extract<LogLevel, 'STDOUT' | 'STDERR'>;
  readonly heading: string;
  line(count: number, random: Random): string;
}

const chromosomeOf = (count: number): string => `chr${1 + (Math.floor(count / 40) % 22)}`;

/** By a pattern of the executable's name. Footing: assumed, written after what the tools print. */
const outputs: readonly (ToolOutput & {pattern: RegExp})[] = [
  {
    pattern: /^star_|rnaseq/,
    level: 'STDOUT',
    heading: 'STAR version: 2.7.11b   compiled: 2024-01-25\n..... started STAR run\n..... loading genome',
    line: (count, random) => `..... mapped ${count * 2},000,000 reads, ${random.int(880, 951) / 10}% unique`,
  },
  {
    pattern: /^salmon/,
    level: 'STDERR',
    heading:
      'Version Info: This is the most recent version of salmon.\n### salmon (selective-alignment-based) v1.10.3',
    line: (count, random) =>
      `[jointLog] [info] processed ${count * 500_000} fragments, hits per frag: ${random.int(105, 390) / 100}`,
  },
  {
    pattern: /^gatk_|mutect/,
    level: 'STDERR',
    heading: 'The Genome Analysis Toolkit (GATK) v4.6.0.0\nHTSJDK Version: 4.1.1',
    line: (count, random) =>
      `INFO  ProgressMeter -  ${chromosomeOf(count)}:${1 + (count % 40) * 3_000_000 + random.int(0, 9999)}  ${(count * 0.2).toFixed(1)}  ${count * 9_640}  ${random.int(470, 489)}${random.int(10, 99)}.4`,
  },
  {
    pattern: /^deepvariant/,
    level: 'STDERR',
    heading: 'DeepVariant 1.6.1',
    line: (count, random) =>
      `I call_variants.py:633] Processed ${count * 10_240} examples in ${count * 10} batches [${random.int(110, 160) / 1000} sec per 100]`,
  },
  {
    pattern: /^maxquant|^thermo|^ptm|^perseus/,
    level: 'STDOUT',
    heading: 'MaxQuant 2.6.3.0',
    line: (count, random) => `Main search: ${count * 1000 + random.int(0, 999)} MS/MS spectra finished`,
  },
  {
    pattern: /^cellranger|^seurat|^scvi/,
    level: 'STDOUT',
    heading: 'cellranger count (8.0.1)\nCopyright (c) 2024 10x Genomics, Inc.  All rights reserved.',
    line: (count, random) =>
      `[runtime] (update)          ID.pbmc.SC_RNA_COUNTER_CS.ALIGN_AND_COUNT.fork0 chnk${count}, ${random.int(1, 16)} of 16 running`,
  },
  {
    pattern: /^hail|spark/,
    level: 'STDERR',
    heading: 'Welcome to Spark version 3.5.2\nSetting default log level to "WARN".',
    line: (count, random) =>
      `[Stage ${3 + Math.floor(count / 60)}:=====>        (${count * 24} + ${random.int(16, 48)}) / 65536]`,
  },
  {
    pattern: /^nf_|nextflow/,
    level: 'STDOUT',
    heading: 'N E X T F L O W  ~  version 24.10.0',
    line: (count) =>
      `executor >  dnanexus (${count}), ${Math.floor(count / 3)} of ${Math.floor(count / 3) + 3} ✔`,
  },
  {
    pattern: /^fastqc|^multiqc/,
    level: 'STDERR',
    heading: 'application/gzip\nStarted analysis of reads_R1.fastq.gz',
    line: (count) => `Approx ${Math.min(95, count * 5)}% complete for reads_R${count > 19 ? 2 : 1}.fastq.gz`,
  },
  {
    pattern: /workstation/,
    level: 'STDOUT',
    heading: 'Cloud workstation is ready. dx-set-timeout extends the session.',
    line: (count) => `workstation minute ${count}, waiting for the session to end`,
  },
];

const plainOutput: ToolOutput = {
  level: 'STDOUT',
  heading: '+ set -e -x -o pipefail',
  line: (count, random) => `step ${count} finished in ${random.int(20, 900) / 10} s`,
};

/** What an executable of this name prints. */
export const toToolOutput = (executableName: string): ToolOutput =>
  outputs.find(({pattern}) => pattern.test(executableName)) ?? plainOutput;
