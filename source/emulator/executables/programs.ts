/**
 * The programs of the emulator's own executables: bash scripts that really run on the worker.
 *
 * A program finds its inputs as shell variables, as bash apps do (documented), writes `~/job_output.json` when it
 * is done, and `~/job_error.json` when it has something to say about its failure.
 */
export const runnablePrograms = {
  fastqc: `
echo "FastQC v0.12.1: started analysis of $sample"
for ((step = 1; step <= seconds; step++)); do
  sleep 1
  echo "Approx $((100 * step / seconds))% complete for $sample"
done
echo '{"total_sequences": 48211904, "report": "'"$sample"'_fastqc.html"}' >~/job_output.json
echo "Analysis complete for $sample"
`,
  starAlign: `
echo "STAR version: 2.7.11b, sample $sample"
echo '..... started STAR run'
for ((step = 1; step <= seconds; step++)); do
  sleep 1
  echo "..... mapped $((1000000 * step)) reads, 93.1% unique"
done
echo 'EXITING because of nothing: all reads are mapped' >&2
echo '{"sorted_bam": "'"$sample"'.sorted.bam", "mapped_reads": '$((1000000 * seconds))'}' >~/job_output.json
`,
  multiqc: `
echo '/// MultiQC 1.25 | search path: /home/dnanexus/in'
cat ~/job_input.json
sleep 1
echo '|           multiqc | Report: multiqc_report.html'
echo '{"report": "multiqc_report.html"}' >~/job_output.json
`,
  haplotypeCaller: `
echo 'The Genome Analysis Toolkit (GATK) v4.6.0.0'
for ((step = 1; step <= seconds; step++)); do
  sleep 1
  echo "INFO  ProgressMeter - chr$step:1248392  regions/minute 48231.4"
done
if [ "$sample" = HG00268 ]; then
  echo 'A USER ERROR has occurred: CRAM file HG00268.final.cram ends in the middle of a container' >&2
  echo '{"error": {"type": "AppError", "message": "HaplotypeCaller exited with status 2: the CRAM file of '"$sample"' is truncated"}}' >~/job_error.json
  exit 1
fi
echo '{"gvcf": "'"$sample"'.g.vcf.gz"}' >~/job_output.json
`,
  scatter: `
echo "N E X T F L O W  ~  version 24.10.0, $samples samples"
for ((sample = 1; sample <= samples; sample++)); do
  job=$(dx-jobutil-new-job nf_task_entry -isample="S$sample")
  echo "executor > dnanexus: submitted process ALIGN (S$sample) as $job"
done
echo '{"submitted": '"$samples"'}' >~/job_output.json
`,
  scatterTask: `
echo "ALIGN ($sample)"
sleep 2
echo '{}' >~/job_output.json
`,
  workstation: `
dx-set-timeout "$max_session_length"
# A session lasts so long from the start of the job, which may have been before this worker's program.
started=$(sed -n 's/^ *"startedRunning": \\([0-9]*\\)[0-9]\\{3\\},*$/\\1/p' ~/dnanexus-job.json)
[ -z "$started" ] || echo $(($(cat ~/.dx.timeout) - $(date +%s) + started)) >~/.dx.timeout
echo "Cloud workstation is ready for $max_session_length. dx-set-timeout changes that."
while [ "$(date +%s)" -lt "$(cat ~/.dx.timeout)" ]; do sleep 0.5; done
echo 'The session is over.'
echo '{}' >~/job_output.json
`,
} as const;
