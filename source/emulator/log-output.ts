import type {LogLevel} from './logs.ts';
import type {Random} from './random.ts';

/** What a tool prints: its command, a heading, and then line after line, `count` counting from 1. */
export interface ToolOutput {
  /** The command as `set -x` shows it, on standard error. */
  readonly command: string;
  /** Where the tool itself writes to. */
  readonly level: Extract<LogLevel, 'STDOUT' | 'STDERR'>;
  readonly heading: string;
  line(count: number, random: Random, atMs: number): string;
}

/** Which chromosome a tool is at, and where on it. */
const toLocus = (count: number, random: Random): string =>
  `chr${1 + (Math.floor(count / 40) % 22)}:${1 + (count % 40) * 3_000_000 + random.int(0, 9_999)}`;

/** `HH:MM:SS` in universal time, as workers have it. */
const toTime = (atMs: number): string => new Date(atMs).toISOString().slice(11, 19);

/** `Jan 31 HH:MM:SS`. */
const toDayTime = (atMs: number): string => {
  const [, day, month] = new Date(atMs).toUTCString().split(' ');
  return `${month} ${day} ${toTime(atMs)}`;
};

/** `25/01/31 HH:MM:SS`, as Spark and Java write it. */
const toShortDate = (atMs: number): string =>
  `${new Date(atMs).toISOString().slice(2, 10).replaceAll('-', '/')} ${toTime(atMs)}`;

const toSparkLine = (count: number, random: Random, atMs: number): string => {
  const stage = 3 + Math.floor(count / 60);
  const done = (count % 60) * 24 + random.int(1, 24);
  const node = random.int(11, 13);
  if (random.chance(0.06))
    return `${toShortDate(atMs)} WARN TaskMemoryManager: Failed to allocate a page (67108864 bytes), try again.`;
  if (random.chance(0.25)) return `[Stage ${stage}:=====>        (${done} + ${random.int(16, 48)}) / 1440]`;
  return `${toShortDate(atMs)} INFO TaskSetManager: Finished task ${done}.0 in stage ${stage}.0 (TID ${4096 + count * 24}) in ${random.int(900, 9_800)} ms on 10.0.3.${node} (executor ${node - 10}) (${done}/1440)`;
};

const toGatkLine = (count: number, random: Random, atMs: number): string => {
  const time = `${toTime(atMs)}.${String(atMs % 1000).padStart(3, '0')}`;
  const locus = toLocus(count, random);
  if (random.chance(0.05)) {
    return `${time} WARN  InbreedingCoeff - InbreedingCoeff will not be calculated at position ${locus} and possibly subsequent; at least 10 samples must have called genotypes`;
  }
  const minutes = count * 0.2;
  const regions = count * 9_640 + random.int(0, 999);
  return `${time} INFO  ProgressMeter - ${locus.padStart(20)} ${minutes.toFixed(1).padStart(21)} ${String(regions).padStart(21)} ${(regions / minutes).toFixed(1).padStart(19)}`;
};

const toStarLine = (count: number, random: Random, atMs: number): string => {
  const time = toDayTime(atMs);
  if (count === 1) return `${time} ..... started mapping`;
  const reads = (count - 1) * 3_500_000 + random.int(0, 99_999);
  const unique = random.int(886, 948) / 10;
  return `${time} ${(random.int(1_900, 2_200) / 10).toFixed(1).padStart(8)} ${String(reads).padStart(11)}  202 ${unique.toFixed(1)}% 200.1  0.3%  ${(95.8 - unique).toFixed(1)}%  0.0%  0.0%  2.6%  0.1%`;
};

/** By a pattern of the executable's name. Footing: assumed, written after what the tools print. */
const outputs: readonly (ToolOutput & {pattern: RegExp})[] = [
  {
    pattern: /^star_|rnaseq/,
    command:
      'STAR --runThreadN 16 --genomeDir /home/dnanexus/GRCh38_gencode45 --readFilesCommand zcat --outSAMtype BAM SortedByCoordinate',
    level: 'STDOUT',
    heading:
      'STAR version: 2.7.11b   compiled: 2024-01-25T16:12:02-05:00 :/home/dobin/data/STAR/STARcode/STAR.master/source\n..... started STAR run\n..... loading genome',
    line: toStarLine,
  },
  {
    pattern: /^salmon/,
    command: 'salmon quant -i gencode45_index -l A --validateMappings --gcBias -p 8 -o quant',
    level: 'STDERR',
    heading:
      'Version Info: This is the most recent version of salmon.\n### salmon (selective-alignment-based) v1.10.3',
    line: (count, random, atMs) =>
      `[${new Date(atMs).toISOString().slice(0, 23).replace('T', ' ')}] [jointLog] [info] processed ${count * 500_000} fragments, hits: ${count * 1_730_118}, hits per frag: ${random.int(105, 390) / 100}`,
  },
  {
    pattern: /^gatk_|mutect/,
    command:
      'gatk --java-options -Xmx24g HaplotypeCaller -R GRCh38.fa -I input.cram -O out.g.vcf.gz -ERC GVCF',
    level: 'STDERR',
    heading:
      'Using GATK jar /gatk/gatk-package-4.6.0.0-local.jar\nThe Genome Analysis Toolkit (GATK) v4.6.0.0\nHTSJDK Version: 4.1.1\nINFO  ProgressMeter -        Current Locus  Elapsed Minutes     Regions Processed   Regions/Minute',
    line: toGatkLine,
  },
  {
    pattern: /^deepvariant/,
    command:
      '/opt/deepvariant/bin/run_deepvariant --model_type=WGS --ref=GRCh38.fa --reads=input.cram --num_shards=36',
    level: 'STDERR',
    heading:
      'I run_deepvariant.py:519] DeepVariant 1.6.1\nI make_examples_core.py:301] Task 0/36: Preparing inputs',
    line: (count, random, atMs) =>
      `I${new Date(atMs).toISOString().slice(5, 10).replace('-', '')} ${toTime(atMs)}.${random.int(100_000, 999_999)} call_variants.py:633] Processed ${count * 10_240} examples in ${count * 10} batches [${random.int(110, 160) / 1000} sec per 100]`,
  },
  {
    pattern: /^maxquant|^thermo|^ptm|^perseus/,
    command: 'dotnet /opt/MaxQuant_2.6.3.0/bin/MaxQuantCmd.dll mqpar.xml',
    level: 'STDOUT',
    heading: 'MaxQuant 2.6.3.0\nConfiguring\nFeature detection',
    line: (count, random, atMs) =>
      `${toTime(atMs)}  Main search (${random.int(1, 24)}/24): ${count * 1000 + random.int(0, 999)} MS/MS spectra finished`,
  },
  {
    pattern: /^cellranger|^seurat|^scvi/,
    command:
      'cellranger count --id=sample --transcriptome=refdata-gex-GRCh38-2024-A --fastqs=in/ --localcores=32',
    level: 'STDOUT',
    heading:
      'Martian Runtime - v4.0.12\ncellranger count (8.0.1)\nCopyright (c) 2024 10x Genomics, Inc.  All rights reserved.',
    line: (count, random, atMs) =>
      `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} [runtime] (${random.chance(0.3) ? 'chunks_complete' : 'update'})  ID.sample.SC_RNA_COUNTER_CS.ALIGN_AND_COUNT.fork0 chnk${count}, ${random.int(1, 16)} of 16 running`,
  },
  {
    pattern: /^hail|spark|^glow/,
    command: 'spark-submit --master spark://10.0.3.10:41000 --executor-memory 48g gwas.py',
    level: 'STDERR',
    heading: `Welcome to
      ____              __
     / __/__  ___ _____/ /__
    _\\ \\/ _ \\/ _ \`/ __/  '_/
   /___/ .__/\\_,_/_/ /_/\\_\\   version 3.5.2
      /_/`,
    line: toSparkLine,
  },
  {
    pattern: /^nf_|nextflow/,
    command: 'nextflow run nf-core/sarek -r 3.4.4 -profile docker --input samplesheet.csv',
    level: 'STDOUT',
    heading:
      'N E X T F L O W  ~  version 24.10.0\nLaunching `https://github.com/nf-core/sarek` [tiny_pauling]',
    line: (count, random) =>
      `[${random.int(0x10, 0xff).toString(16)}/${random.int(0x10_00_00, 0xff_ff_ff).toString(16)}] Submitted process > NFCORE_SAREK:SAREK:BAM_STATS (T14_${count})`,
  },
  {
    pattern: /^fastqc|^multiqc/,
    command: 'fastqc --threads 2 --outdir out reads_R1.fastq.gz reads_R2.fastq.gz',
    level: 'STDERR',
    heading: 'application/gzip\nStarted analysis of reads_R1.fastq.gz',
    line: (count) => `Approx ${5 + ((count * 5) % 95)}% complete for reads_R${count > 19 ? 2 : 1}.fastq.gz`,
  },
  {
    pattern: /workstation/,
    command: 'dx-set-timeout 12h',
    level: 'STDOUT',
    heading: 'Cloud workstation is ready. dx-set-timeout extends the session.',
    line: (count) => `workstation minute ${count}, waiting for the session to end`,
  },
];

const plainOutput: ToolOutput = {
  command: 'dx-download-all-inputs --parallel',
  level: 'STDOUT',
  heading: 'Downloading files using 8 threads',
  line: (count, random, atMs) =>
    `${toTime(atMs)} chunk ${count} finished in ${random.int(20, 900) / 10} s, ${random.int(8_000, 64_000)} records`,
};

/** What an executable of this name prints. */
export const toToolOutput = (executableName: string): ToolOutput =>
  outputs.find(({pattern}) => pattern.test(executableName)) ?? plainOutput;
