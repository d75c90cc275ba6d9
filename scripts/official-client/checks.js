// The list of commands, each with what it must answer. A check throws when the answer is another.

/**
 * How a command ended: `code` is its exit status, or `no end` when it had to be killed.
 *
 * @typedef {{code: number | 'no end', stdout: string, stderr: string, text: string}} Result
 * @typedef {(args: string, options?: {input?: string, environment?: Record<string, string | undefined>, timeoutMs?: number}) => Promise<Result>} Dx
 * @typedef {Record<string, string>} Memory what earlier checks found, by name
 * @typedef {{title: string, run: (dx: Dx, memory: Memory, dxtop: Dx) => Promise<unknown>}} Check
 */

/**
 * @param {Result} result
 * @param {{code?: number, has?: readonly (string | RegExp)[]}} expected
 */
const expect = (result, {code = 0, has = []}) => {
  if (result.code !== code)
    throw new Error(`status ${result.code} instead of ${code}:\n${result.text.trim()}`);
  for (const part of has) {
    const isThere = typeof part === 'string' ? result.text.includes(part) : part.test(result.text);
    if (!isThere) throw new Error(`${String(part)} is missing in:\n${result.text.trim()}`);
  }
  return result;
};

/**
 * A check of one command: its status and what its output has. `$name` in it is what an earlier check remembered.
 *
 * @param {string} args
 * @param {readonly (string | RegExp)[]} [has]
 * @param {number} [code]
 * @param {string} [remember] the name under which the first ID in the output is kept
 * @returns {Check}
 */
const check = (args, has = [], code = 0, remember = '') => ({
  title: args,
  run: async (dx, memory) => {
    /** @param {string} text */
    const fill = (text) =>
      text.replaceAll(/\$(\w+)/g, (_all, /** @type {string} */ name) => memory[name] ?? '');
    const result = await dx(fill(args), {timeoutMs: 90_000});
    expect(result, {code, has: has.map((part) => (typeof part === 'string' ? fill(part) : part))});
    if (remember === '') return;
    const id = /(?:job|analysis|file)-[0-9A-Za-z]{24}/.exec(result.stdout)?.[0];
    if (id === undefined) throw new Error(`no ID in:\n${result.text}`);
    memory[remember] = id;
  },
});

/** Waits for a job to be in a state, asking with the client itself. @param {string} name @param {string} state @returns {Check} */
const until = (name, state) => ({
  title: `describe $${name} until it is ${state}`,
  run: async (dx, memory) => {
    let text = '';
    for (let turn = 0; turn < 30; turn++) {
      text = (await dx(`describe ${memory[name]} --json`)).text;
      if (text.includes(`"state": "${state}"`)) return;
    }
    throw new Error(`it never was; last answer:\n${text.slice(0, 2000)}`);
  },
});

/** @type {readonly Check[]} */
const account = [
  check('whoami', ['rosalind']),
  check('whoami --id', ['user-rosalind']),
  check('find projects', ['Rare disease cohort', 'ADMINISTER']),
  check('find projects --level VIEW --brief', ['project-']),
  check('find projects --name "Tumour*" --level VIEW --json', ['Tumour atlas']),
  check('select $project', ['Selected project']),
  check('cd /results', []),
  check('pwd', ['Rare disease cohort']),
  check('cd /nowhere', ['could not be found'], 3),
  check('cd /', []),
  check('ls', ['results/', 'star_align']),
  check('env', ['127.0.0.1']),
  check('api system whoami', ['user-rosalind']),
  check('api user-rosalind describe \'{"fields": {"handle": true}}\'', ['rosalind']),
  check('api job-000000000000000000000000 describe', ['ResourceNotFound'], 3),
  check('describe job-000000000000000000000000', ['No matches found'], 3),
  check('find apps', ['cloud_workstation']),
  check('find apps --json', ['"cloud_workstation"']),
  check('find data --class file', ['HG002_R1.fastq.gz']),
  check('find data --class applet --brief', ['applet-']),
  check('describe star_align', ['Input Spec', 'GRCh38']),
  check('describe rnaseq_quick', ['Stage 0', 'MultiQC']),
  check('describe app-cloud_workstation', ['max_session_length']),
  check('describe HG002_R1.fastq.gz', ['closed']),
  check('run star_align --help', ['library_size']),
  check('run rnaseq_quick --help', ['MultiQC']),
];

/** @type {readonly Check[]} */
const runs = [
  check(
    'run fastqc -y -iseconds=2 -isample=HG003 --tag plate7 --property cohort=7 --name "FastQC HG003"',
    ['Job ID: job-'],
    0,
    'fastqc',
  ),
  check('describe $fastqc', ['FastQC HG003', 'plate7', 'cohort=7', 'fastqc']),
  check(
    'run star_align -y --brief -isample=HG003 -iseconds=1 -ireads=HG002_R1.fastq.gz -ilibrary_size=$fastqc:total_sequences --priority low --instance-type mem3_ssd1_v2_x8',
    [],
    0,
    'star',
  ),
  check('describe $star', ['mem3_ssd1_v2_x8', 'low', /waiting_on_input|runnable|running|idle/]),
  check('wait $fastqc', ['Waiting for', 'Done']),
  check('describe $fastqc', ['done', 'HG003_fastqc.html']),
  check('wait $star', ['Done']),
  check('describe $star --json', ['"library_size": 48211904']),
  check('run fastqc -y -iseconds=many', ['seconds'], 3),
  check('run fastqc -y -inonsense=1', ['nonsense'], 3),
  check('run fastqc -y --instance-type mem9_x1', ['not a recognized instance type'], 3),
  check('run fastqc -y --priority urgent', ['invalid choice'], 2),
  check('run no_such_applet -y', ['Unable to resolve "no_such_applet"'], 3),
  check('run gatk_haplotypecaller -y --brief -isample=HG00268 -iseconds=1', [], 0, 'failing'),
  check('wait $failing', ['Job has failed because of AppError', 'truncated'], 3),
  check('describe $failing', ['AppError', 'Failure message']),
  check(
    'run gatk_haplotypecaller -y --brief -isample=HG00268 -iseconds=1 --debug-on AppError',
    [],
    0,
    'held',
  ),
  until('held', 'debug_hold'),
  check('describe $held', ['debug_hold', 'AppError']),
  check('terminate $held'),
  until('held', 'terminated'),
  check('run --clone $fastqc -y --brief', [], 0, 'clone'),
  check('describe $clone', ['FastQC HG003 (re-run)', 'Re-run of', 'plate7']),
  check('terminate $clone'),
  check('run app-cloud_workstation -y --brief -imax_session_length=2h --allow-ssh', [], 0, 'workstation'),
  check('describe $workstation', ['high', 'Cloud Workstation']),
  check('run cloud_workstation -y --brief -imax_session_length=1h --allow-ssh 203.0.113.7', [], 0, 'other'),
  check('describe $other --json', ['203.0.113.7']),
  check('terminate $other'),
  check(
    'run rnaseq_quick -y --name "RNA-seq HG004" -i0.sample=HG004',
    ['Analysis ID: analysis-'],
    0,
    'analysis',
  ),
  check('describe $analysis', ['RNA-seq HG004', 'in_progress', 'STAR align']),
  check('wait $analysis', ['Done']),
  check('describe $analysis', ['done', 'multiqc_report.html']),
  check('run globalworkflow-rnaseq_quick_global -y --brief', [], 0, 'global'),
  check('run nf_core_rnaseq -y --brief -isamples=2', [], 0, 'scatter'),
  check('wait $scatter', ['Done']),
  check('find executions --origin-jobs --brief', ['$scatter']),
  check('find jobs --id $scatter', ['nf_task_entry', '├──', 'done']),
];

/** @type {readonly Check[]} */
const executions = [
  check('tag $fastqc checked again', []),
  check('untag $fastqc again', []),
  check('set_properties $fastqc reviewer=barbara', []),
  check('unset_properties $fastqc cohort', []),
  check('describe $fastqc', ['checked', 'reviewer=barbara']),
  check('find jobs', ['FastQC HG003', 'running']),
  check('find jobs --brief', ['job-']),
  check('find jobs --json -n 3', ['"state"']),
  check('find jobs --state failed', ['failed']),
  check('find jobs --name "FastQC*" --tag checked --property reviewer=barbara --user self', ['$fastqc']),
  check('find jobs --all-jobs -n 5', ['job-']),
  check('find jobs --origin-jobs --created-after=-1h', ['job-']),
  check('find jobs --no-subjobs --include-restarted', ['job-']),
  check('find jobs --all-projects -o', ['job-']),
  check('find analyses', ['RNA-seq HG004']),
  check('find analyses --no-subjobs', ['analysis-']),
  check('find executions', ['RNA-seq HG004', 'FastQC']),
  check('find executions --trees', ['├──']),
  check('find executions --id $analysis', ['STAR align']),
  check('describe $analysis --json', ['"stages"']),
  check('describe $fastqc --verbose', ['HG003']),
  check('api $workstation update \'{"allowSSH": ["127.0.0.1"]}\'', ['$workstation']),
  check('api $fastqc update \'{"allowSSH": ["*"]}\'', ['InvalidState'], 3),
];

const noHost = '-o BatchMode=yes -o StrictHostKeyChecking=accept-new';

/** @type {readonly Check[]} */
const ssh = [
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
    '0 days 1 hours 59',
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
    'direct',
  ),
  check('terminate $direct'),
  check('wait $direct', ['terminated'], 3),
  check('ssh_config --revoke', ['SSH public key has been revoked']),
  check('api user-rosalind describe', ['rosalind']),
  {
    title: 'ssh_config, with the present key',
    run: async (dx) =>
      expect(await dx('ssh_config', {input: '0\n'}), {has: ['Updated public key for user user-rosalind']}),
  },
  {
    title: 'ssh_config, with a new key',
    run: async (dx) =>
      expect(await dx('ssh_config', {input: '1\n0\n\n\n'}), {has: ['configured for use with SSH']}),
  },
  check(
    'api user-rosalind update \'{"sshPublicKey": "-----BEGIN OPENSSH PRIVATE KEY-----"}\'',
    ['Tried to put a private key'],
    3,
  ),
];

const NOBODY = {DX_SECURITY_CONTEXT: undefined, DX_PROJECT_CONTEXT_ID: undefined};

/** Both clients on the same files, in turn. @type {readonly Check[]} */
const shared = [
  {
    title: 'whoami and env, after dxtop login',
    run: async (dx, memory, dxtop) => {
      const options = {input: `${memory.token}\n`, environment: NOBODY};
      expect(await dxtop(`login --project ${memory.project}`, options), {has: ['Logged in to 127.0.0.1']});
      expect(await dx('whoami', {environment: NOBODY}), {has: ['rosalind']});
      expect(await dx('env', {environment: NOBODY}), {has: [memory.project ?? '', 'rosalind']});
    },
  },
  {
    title: 'select, seen by dxtop',
    run: async (dx, memory, dxtop) => {
      expect(await dx(`select ${memory.project}`, {environment: NOBODY}), {});
      expect(await dxtop('whoami', {environment: NOBODY}), {has: ['rosalind']});
    },
  },
  {
    title: 'ssh_config, with the key that dxtop setup has made',
    run: async (dx, _memory, dxtop) => {
      const made = expect(await dxtop('setup --new --yes --json'), {has: ['"fingerprint"']});
      const fingerprint = /SHA256:[^"]+/.exec(made.stdout)?.[0] ?? 'none';
      expect(await dx('ssh_config', {input: '0\n'}), {has: ['Updated public key for user user-rosalind']});
      expect(await dxtop('setup --list'), {has: [`Set up here: `, fingerprint, "the account's"]});
    },
  },
  {
    title: 'ssh_config with a new key, seen by dxtop setup',
    run: async (dx, _memory, dxtop) => {
      expect(await dx('ssh_config', {input: '1\n0\n\n\n'}), {has: ['configured for use with SSH']});
      expect(await dxtop('setup --use ssh_id'), {has: ['Your account has the SSH key']});
    },
  },
];

/** @type {readonly Check[]} */
const token = [
  {
    // The client always asks its authentication server over HTTPS, which the emulator does not speak; the token is
    // saved before that.
    title: 'login --token, and whoami with the saved token',
    run: async (dx, memory) => {
      await dx(`login --token ${memory.token} --noprojects --host 127.0.0.1 --port 1`, {timeoutMs: 3_000});
      const environment = {DX_SECURITY_CONTEXT: undefined};
      expect(await dx('whoami', {environment}), {has: ['rosalind']});
    },
  },
  check('logout', ['Deleted token with signature']),
  check('whoami', ['token could not be found'], 3),
];

/** Every check in its order: later ones build on earlier ones. */
export const checks = [...account, ...runs, ...executions, ...ssh, ...shared, ...token];
