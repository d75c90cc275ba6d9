/**
 * Repeats something every few seconds, as a tool's progress does; `$count` counts from 1, `$time` is the time of day.
 *
 * @param command bash text
 */
const toProgress = (command: string, everySeconds: number): string =>
  `count=0; while :; do count=$((count + 1)); time=$(date +%T); ${command}; sleep ${everySeconds}; done`;

/** What the well-known tools print while they work; bash text that runs until it is killed. */
export const programs = {
  star: `echo 'STAR version: 2.7.11b'; echo '..... started mapping'
${toProgress(`printf '%s %8s %11d  202  9%d.%d%%  200.1  0.3%%  4.2%%  0.0%%  2.6%%\\n' "$time" 211.3 $((count * 233000)) $((RANDOM % 4)) $((RANDOM % 10))`, 4)}`,
  salmon: `echo '### salmon (selective-alignment-based) v1.10.3' >&2
${toProgress(`printf '[%s] [jointLog] [info] processed %d fragments, hits per frag: 1.%02d\\n' "$time" $((count * 500000)) $((RANDOM % 100)) >&2`, 3)}`,
  haplotypeCaller: `echo 'The Genome Analysis Toolkit (GATK) v4.6.0.0' >&2
echo 'INFO  ProgressMeter -        Current Locus  Elapsed Minutes     Regions Processed   Regions/Minute' >&2
${toProgress(
  `printf '%s.%03d INFO  ProgressMeter - %20s %21s %21d %19s\\n' "$time" $((RANDOM % 1000)) "chr$((1 + count / 90)):$((count % 90 * 2800000 + RANDOM))" "$((count / 12)).$((count % 12))" $((count * 4019)) "482$((10 + RANDOM % 90)).4" >&2
  [ $((count % 17)) -ne 0 ] || echo "$time.000 WARN  InbreedingCoeff - InbreedingCoeff will not be calculated at position chr$((1 + count / 90)):$((count * 31337)) and possibly subsequent; at least 10 samples must have called genotypes" >&2`,
  5,
)}`,
  deepVariant: `echo 'I run_deepvariant.py:519] DeepVariant 1.6.1' >&2
${toProgress(`printf 'I %s call_variants.py:633] Processed %d examples in %d batches [0.1%02d sec per 100]\\n' "$time" $((count * 10240)) $((count * 10)) $((RANDOM % 60)) >&2`, 4)}`,
  maxQuant: `echo 'MaxQuant 2.6.3.0'
${toProgress(`printf '%s  Main search (%d/24): %d MS/MS spectra finished\\n' "$time" $((1 + RANDOM % 24)) $((count * 1000))`, 6)}`,
  cellRanger: `echo 'cellranger count (8.0.1)'
${toProgress(`printf '%s [runtime] (chunks_complete)  ID.sample.SC_RNA_COUNTER_CS.ALIGN_AND_COUNT.fork0 chnk%d, %d of 16 running\\n' "$time" "$count" $((1 + RANDOM % 16))`, 5)}`,
  spark: `echo 'Welcome to Spark version 3.5.2' >&2
${toProgress(
  `printf '%s INFO TaskSetManager: Finished task %d.0 in stage 3.0 (TID %d) in %d ms on 10.0.3.%d (executor %d) (%d/65536)\\n' "$time" "$count" $((4096 + count)) $((900 + RANDOM % 8000)) $((11 + count % 2)) $((1 + count % 2)) "$count" >&2
  [ $((count % 19)) -ne 0 ] || echo "$time WARN TaskMemoryManager: Failed to allocate a page (67108864 bytes), try again." >&2`,
  3,
)}`,
  nextflow: `echo 'N E X T F L O W  ~  version 24.10.0'
${toProgress(`printf '[%02x/%04x%02x] Submitted process > NFCORE_SAREK:SAREK:BAM_STATS (T14_%d)\\n' $((RANDOM % 256)) "$RANDOM" $((RANDOM % 256)) "$count"`, 5)}`,
  plain: toProgress(
    `printf '%s chunk %d finished in %d.%d s, %d records\\n' "$time" "$count" $((RANDOM % 90)) $((RANDOM % 10)) $((8000 + RANDOM))`,
    5,
  ),
} as const;
