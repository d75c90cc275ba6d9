import {check, until} from './check.js';

/** @typedef {import('./check.js').Check} Check */

const noHost = '-o BatchMode=yes -o StrictHostKeyChecking=accept-new';

/** Logging in to workers. @type {readonly Check[]} */
export const ssh = [
  until('workstation', 'running'),
  check(`ssh --suppress-running-check $workstation ${noHost} 'bash -lc "env | grep DX_JOB_ID"'`, [
    'DX_JOB_ID=$workstation',
    'OK',
  ]),
  check(`ssh --no-firewall-update --suppress-running-check $workstation ${noHost} 'exit 7'`, [], 7),
  check(`ssh --allow-ssh 198.51.100.9 --suppress-running-check $workstation ${noHost} true`, [
    '198.51.100.9',
  ]),
  check(`ssh --suppress-running-check $workstation ${noHost} 'bash -lc dx-get-timeout'`, [
    /0 days 1 hours [0-9]+ minutes/,
  ]),
  check(`ssh --suppress-running-check $workstation ${noHost} 'bash -lc "dx-create-snapshot --name mine"'`, [
    'file-',
  ]),
  check('find data --name mine.tar.gz', ['closed', 'mine.tar.gz']),
  check(`ssh $workstation ${noHost} true`, ['Terminate now?'], 1),
  check('ssh $fastqc', ['terminal state done, and you cannot connect'], 1),
  check('ssh nonsense', ['does not look like a DNAnexus job ID'], 1),
  check(`ssh --suppress-running-check $workstation ${noHost} 'bash -lc "dx-set-timeout 0s"'`, []),
  check('wait $workstation', ['Done']),
  // Without a terminal the question after the session ends the command with 1.
  check(
    `run app-cloud_workstation -y --ssh -imax_session_length=1h`,
    ['Connecting to', 'Terminate now?'],
    1,
    {remember: 'direct'},
  ),
  // A job that has not begun: the client waits for it.
  check('run app-cloud_workstation -y --brief --allow-ssh -imax_session_length=1h', [], 0, {
    remember: 'early',
  }),
  check(`ssh --suppress-running-check $early ${noHost} 'cat dnanexus-job.json'`, [
    'Waiting for $early to start',
    '$early',
  ]),
  check('terminate $early'),
  // A job that is held can be entered, and there is no question at the end.
  check('run gatk_haplotypecaller -y --brief -isample=HG00268 -iseconds=0 --debug-on AppError', [], 0, {
    remember: 'broken',
  }),
  until('broken', 'debug_hold'),
  check(`ssh $broken ${noHost} 'cat dx_stderr'`, ['A USER ERROR has occurred'], 0, {
    lacks: ['Terminate now?'],
  }),
  check(`ssh $broken ${noHost} 'pkill -f dx-debug-hold; sleep 5'`, [], [0, 255]),
  check('wait $broken', ['AppError'], 3),
  check('terminate $direct'),
  check('wait $direct', ['terminated'], 3),
];
