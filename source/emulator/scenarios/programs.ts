/** Repeats a line with a counter in it, every few seconds, as a tool's progress does. `%d` is the count. */
const toProgress = (line: string, everySeconds: number): string =>
  `count=0; while :; do count=$((count + 1)); printf '%s ${line}\\n' "$(date +%T)" "$count"; sleep ${everySeconds}; done`;

/** What the well-known tools print while they work; shell text that runs until it is killed. */
export const programs = {
  star: `echo 'STAR version: 2.7.11b'; echo '..... started mapping'; ${toProgress('..... mapped %d000000 reads, 93.1%% unique', 4)}`,
  salmon: `echo 'Version Info: salmon v1.10.3'; ${toProgress('[jointLog] [info] processed %d500000 fragments', 3)}`,
  haplotypeCaller: `echo 'The Genome Analysis Toolkit (GATK) v4.6.0.0'; ${toProgress('INFO  ProgressMeter - chr2:%d12345  regions/minute 48231.4', 5)}`,
  deepVariant: `echo 'DeepVariant 1.6.1'; ${toProgress('I call_variants.py] Processed %d0000 examples in 41 batches', 4)}`,
  maxQuant: `echo 'MaxQuant 2.6.3.0'; ${toProgress('Main search: %d000 MS/MS spectra finished', 6)}`,
  cellRanger: `echo 'cellranger count (8.0.1)'; ${toProgress('[runtime] (chunks_complete) ID.pbmc.SC_RNA_COUNTER_CS.ALIGN %d', 5)}`,
  spark: `echo 'Welcome to Spark version 3.5.1'; ${toProgress('[Stage 3:=====>        (%d + 24) / 65536]', 3)}`,
  workstation: `echo 'Cloud workstation is ready. dx-set-timeout extends the session.'; ${toProgress('workstation minute %d, waiting for the session to end', 60)}`,
  nextflow: `echo 'N E X T F L O W  ~  version 24.10.0'; ${toProgress('executor >  dnanexus (%d)', 5)}`,
  plain: toProgress('step %d finished', 5),
} as const;
