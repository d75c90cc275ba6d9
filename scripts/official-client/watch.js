import {check, expect, order, until} from './check.js';

/** @typedef {import('./check.js').Check} Check */

/** With websocket-client before 1.6 (the toolkit pins 1.6 to 1.9) the client loses its status 3. */
const failed = [3, 0];

/** @type {Check} */
const liveWatch = {
  title: 'watch a job that is still to run, through a restart of the log server',
  run: async (dx, memory, send) => {
    const {stdout} = await dx('run fastqc -y --brief -iseconds=5 -isample=live');
    const watching = dx(`watch ${stdout.trim()}`);
    for (let turn = 0; turn < 60; turn++) {
      const {text} = await dx(`watch ${stdout.trim()} --no-wait -q -n 50`);
      if (text.includes('Approx')) break;
    }
    await send('restartLogs');
    const result = await watching;
    expect(result, {has: ['started analysis of live', 'Analysis complete for live']});
    memory.live = stdout.trim();
  },
};

/** @type {Check} */
const timedWatch = {
  title: 'watch with and without the time',
  run: async (dx, memory) => {
    const timed = await dx(`watch ${memory.fastqc} -l STDOUT -q`);
    expect(timed, {
      has: [/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d FastQC HG003 STDOUT bash running/m],
      lacks: ['INFO', 'Watching'],
    });
    const untimed = await dx(`watch ${memory.fastqc} -l STDOUT -l INFO --no-timestamps`);
    expect(untimed, {
      has: [/^FastQC HG003 STDOUT bash running/m, 'INFO'],
      lacks: [/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d FastQC/m],
    });
  },
};

/** Logs, of jobs that earlier checks have run. @type {readonly Check[]} */
export const watch = [
  check(
    'watch $fastqc',
    ['Watching job $fastqc', 'started analysis of HG003', 'Analysis complete for HG003', '(done)'],
    0,
    {
      lacks: ['END_LOG'],
    },
  ),
  timedWatch,
  check('watch $fastqc --no-job-info', ['started analysis'], 0, {lacks: ['(done)']}),
  check('watch $fastqc -n 1', ['Analysis complete'], 0, {lacks: ['started analysis']}),
  check('watch $fastqc -n 262145', [], 0, {lacks: ['Analysis complete']}),
  check('watch $fastqc --job-ids', ['FastQC HG003 ($fastqc)']),
  check('watch $fastqc -f "{level}|{job}|{msg}"', ['STDOUT|$fastqc|Analysis complete for HG003']),
  check('watch $star --get-stdout', [/^\.\.\.\.\. started STAR run/m], 0, {lacks: ['EXITING', 'STDOUT']}),
  check('watch $star --get-stderr', [/^EXITING because of nothing/m], 0, {lacks: ['started STAR run']}),
  check('watch $star --get-streams', ['EXITING because of nothing', 'started STAR run'], 0, {
    lacks: ['INFO'],
  }),
  check('watch $fastqc --no-wait', ['started analysis of HG003']),
  check('watch $failing', ['A USER ERROR has occurred', 'STDERR'], failed),
  check('watch $scatter --tree', ['and sub-jobs', 'submitted process ALIGN', 'ALIGN (S1)', 'ALIGN (S2)']),
  check('watch $scatter', ['submitted process ALIGN'], 0, {lacks: ['ALIGN (S1)\n']}),
  check('watch $scatter --tree --try 0', [], 2),
  check('watch nonsense', ['does not look like a DNAnexus job ID'], 1),
  check('watch job-000000000000000000000000', ['could not be found'], 3),
  liveWatch,
  check(
    'run app-cloud_workstation -y --brief -imax_session_length=3h --detailed-job-metrics --allow-ssh --name Measured',
    [],
    0,
    {
      remember: 'measured',
    },
  ),
  until('measured', 'running'),
  order('advanceClock', {ms: 305_000}),
  check('watch $measured --no-wait --metrics interspersed', [
    /METRICS \*\* CPU usr\/sys\/idl\/wai: \d+\/\d+\/\d+\/\d+% \(\d+ cores\)/,
    'Net: ',
  ]),
  check('watch $measured --no-wait --metrics none', ['Cloud workstation is ready'], 0, {lacks: ['** CPU']}),
  check('watch $measured --no-wait -l METRICS', ['** CPU'], 0, {lacks: ['STDOUT']}),
  check('watch $measured -l METRICS --metrics none', ['Can not specify both'], 3),
  order('endJob', {job: '$measured', state: 'done'}),
  check(
    'watch $measured --metrics csv',
    [/^timestamp,cpuCount,/m, /^\d{13},4,(\d+\.\d\d,){4}(\d+,){9}\d+$/m],
    0,
    {
      lacks: ['ready', '**'],
    },
  ),
  check('watch $measured --metrics top', ['Cloud workstation is ready'], 0, {lacks: ['** CPU']}),
];

/** Several tries of one job. @type {readonly Check[]} */
export const tries = [
  check('run app-cloud_workstation -y --brief -imax_session_length=3h --name Restarted', [], 0, {
    remember: 'tried',
  }),
  until('tried', 'running'),
  order('log', {job: '$tried', msg: 'said by the first try'}),
  order('restartJob', {job: '$tried'}),
  order('log', {job: '$tried', msg: 'said by the second try'}),
  check('watch $tried --try 0', ['try 0', 'said by the first try', 'UnresponsiveWorker'], [0, 3], {
    lacks: ['second try'],
  }),
  check('watch $tried --try 1 --no-wait', ['said by the second try'], 0, {lacks: ['first try']}),
  check('watch $tried --try 5', ['could not be found'], [0, 3]),
  check('describe $tried', [/Try +1/, 'running']),
  check('describe $tried --try 0', [/Try +0/, 'restarted', 'UnresponsiveWorker']),
  check('tag $tried --try 0 early', []),
  check('describe $tried --try 0', ['early']),
  check('describe $tried', [], 0, {lacks: ['early']}),
  check('find jobs --id $tried --include-restarted', ['tries', 'try 0', 'try 1']),
  check('find jobs --id $tried', ['(running)'], 0, {lacks: ['try 0']}),
  check('find jobs --name Restarted --include-restarted --all-jobs --brief', [
    '$tried try 1',
    '$tried try 0',
  ]),
  order('interruptSpot', {job: '$tried'}),
  check('describe $tried --json', ['"SpotInstanceInterruption"']),
  check('terminate $tried'),
  check('wait $tried', ['terminated'], 3),
];
