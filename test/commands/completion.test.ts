import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext, type ImplementationFn} from 'ava';
import {createProgram} from '../../source/commands/run-command.ts';
import {createServices} from '../../source/create-services.ts';
import {isExecutionId} from '../../source/model/ids.ts';
import {ALL} from '../../source/model/chosen-view.ts';
import {OWN_EVERYWHERE} from '../../source/model/list-scope.ts';
import {clean} from '../../source/model/safe-text.ts';
import {findProgram} from '../../source/services/find-program.ts';
import {findByIds} from '../../source/services/platform/find-by-ids.ts';
import {startProgram} from '../helpers/program.ts';
import {BUNDLE, createPlace, type Place, see, seeThat} from '../pty/start-dxtop.ts';
import {runProgram} from './run-dxtop.ts';

const installed = new Set<string>();
for (const shell of ['bash', 'zsh', 'fish'])
  if ((await findProgram(shell, process.env)) !== undefined) installed.add(shell);

/** Declares a test of a shell that may not be installed; then it counts as left out. */
const shellTest = (shell: string, title: string, run: ImplementationFn<[]>): void => {
  if (installed.has(shell)) test(title, run);
  else test.skip(`left out: ${shell} is not installed — ${title}`, run);
};

/** A user who has `dxtop` in their `PATH`. */
const createShellPlace = async (t: ExecutionContext): Promise<Place> => {
  const place = await createPlace(t);
  const folder = path.join(place.home.path, 'bin');
  const file = path.join(folder, 'dxtop');
  mkdirSync(folder);
  writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${BUNDLE}' "$@"\n`);
  chmodSync(file, 0o755);
  return {...place, env: {...place.env, PATH: `${folder}:${place.env['PATH'] ?? ''}`}};
};

/** Stores a list of two jobs, as the dashboard does at its end; answers their IDs. */
const storeJobs = async ({control, env, home}: Place): Promise<readonly [align: string, call: string]> => {
  const align = await control.addJob({name: 'align'});
  const call = await control.addJob({name: "it's $(call):[x]"});
  const services = await createServices({environment: env, homeDirectory: home.path});
  const executions = await findByIds(services.platform, [align, call].filter(isExecutionId));
  const store = services.openSnapshots(OWN_EVERYWHERE);
  const writtenCount = [...store.save({executions, fetchedAtMs: Date.now()})].length;
  services.close();
  if (writtenCount === 0) throw new Error('nothing was stored');
  return [align, call];
};

/** Saves views whose names mean something to a shell, and one of the settings. */
const saveViews = async ({env, home}: Place): Promise<void> => {
  const folder = path.join(env['XDG_CONFIG_HOME'] ?? '', 'dxtop');
  mkdirSync(folder, {recursive: true, mode: 0o700});
  writeFileSync(path.join(folder, 'config.toml'), '[views]\nred = "state:failed"\n', {mode: 0o600});
  const {namedViews, close} = await createServices({environment: env, homeDirectory: home.path});
  const changes = ['my $team', 'now: mine'].map((name) =>
    namedViews.save({name: clean(name), chosen: ALL, scope: undefined, span: undefined}, false),
  );
  close();
  if (changes.some((change) => change !== 'done')) throw new Error('not all views were saved');
};

/** What bash is offered for the last of these words, by the function that the script has named to it. */
const completeInBash = async (
  t: ExecutionContext,
  {env}: Place,
  words: readonly string[],
): Promise<readonly string[]> => {
  const driver = `source <(dxtop completion bash)
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    [[ $(complete -p dxtop) =~ -F\\ ([a-z_]+) ]] && "\${BASH_REMATCH[1]}"
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const {status, output, errors} = await runProgram(
    t,
    ['bash', '--norc', '-c', driver, 'bash', 'dxtop', ...words],
    {env, cwd: env['HOME'] ?? '/'},
  );
  t.is(errors, '');
  t.is(status, 0);
  return output.toString().split('\n').filter(Boolean).sort();
};

/** The command line itself, and its help, from which the scripts are made. */
const program = createProgram({environment: {}, homeDirectory: '/nowhere', program: ['node', 'dxtop']});
const help = program.createHelp();
const names = help
  .visibleCommands(program)
  .map((command) => command.name())
  .sort();

shellTest(
  'bash',
  'bash is offered every command that the help shows, and of each every option',
  async (t) => {
    const place = await createShellPlace(t);
    t.true(names.includes('completion'));
    t.deepEqual(await completeInBash(t, place, ['']), names);
    for (const command of [program, ...help.visibleCommands(program)]) {
      const options = help.visibleOptions(command).flatMap(({short, long}) => [short, long]);
      const words = command === program ? ['-'] : [command.name(), '-'];
      t.deepEqual(await completeInBash(t, place, words), options.filter((name) => name !== undefined).sort());
    }
  },
);

const THEMES = ['auto', 'colour-blind', 'dark', 'light'];
const CASES: ReadonlyArray<readonly [words: readonly string[], offered: readonly string[]]> = [
  [['wa'], ['wait']],
  [['--the'], ['--theme']],
  [['--theme', ''], THEMES],
  [['--theme', '=', 'd'], ['dark']],
  [['--theme', '='], THEMES],
  [['--theme', 'dark', 'des'], ['describe']],
  [['--theme', '=', 'dark', 'des'], ['describe']],
  [['--project', 'ls', 'des'], ['describe']],
  [['--project', ''], []],
  [['log', '-l', 'WARN'], ['WARNING']],
  [['log', '--try', '1', '--no-f'], ['--no-follow']],
  [
    ['completion', ''],
    ['bash', 'fish', 'zsh'],
  ],
  [['completion', 'bash', ''], []],
  [['setup', '--use', 'my'], ['my key']],
  [['log', 'job-'], []],
];
shellTest(
  'bash',
  'bash is offered the values of options and arguments, and nothing where only the user knows',
  async (t) => {
    const place = await createShellPlace(t);
    writeFileSync(path.join(place.home.path, 'my key'), '');
    for (const [words, offered] of CASES)
      t.deepEqual(await completeInBash(t, place, words), offered, words.join(' '));
  },
);

shellTest(
  'bash',
  'bash is offered the IDs that the list has stored, and the platform is not asked',
  async (t) => {
    const place = await createShellPlace(t);
    const [align, call] = await storeJobs(place);
    const asked = place.control.requests().length;
    t.deepEqual(await completeInBash(t, place, ['log', '']), [align, call].sort());
    t.deepEqual(await completeInBash(t, place, ['log', call.slice(0, -4)]), [call]);
    t.deepEqual(await completeInBash(t, place, ['log', align, '']), []);
    t.deepEqual(await completeInBash(t, place, ['wait', '--timeout', '1h', align, '']), [align, call].sort());
    t.deepEqual(await completeInBash(t, place, ['ssh', '--worker', '1', call.slice(0, -4)]), [call]);
    t.is(place.control.requests().length, asked);
  },
);

shellTest('bash', 'bash is offered the names of views, in quotes where it needs them', async (t) => {
  const place = await createShellPlace(t);
  await saveViews(place);
  t.deepEqual(await completeInBash(t, place, ['--view', '']), [
    String.raw`my\ \$team`,
    String.raw`now:\ mine`,
    'red',
  ]);
  t.deepEqual(await completeInBash(t, place, ['ls', '--view', String.raw`my\ `]), [String.raw`my\ \$team`]);
  t.deepEqual(await completeInBash(t, place, ['ls', '--view', "'my"]), ['my $team']);
});

/** Types into an interactive shell, and has Tab complete it. */
const completeInteractively = async (
  t: ExecutionContext,
  [file, ...args]: readonly [string, ...string[]],
  setup: string,
): Promise<void> => {
  const {env, ...place} = await createShellPlace(t);
  const [, call] = await storeJobs({...place, env});
  await saveViews({...place, env});
  const shell = await startProgram({
    file,
    args,
    env: {...env, PS1: '$ '},
    cwd: place.home.path,
    columns: 120,
  });
  t.teardown(() => shell.close());
  shell.type(`${setup}; echo it is $((40 + 2))\r`);
  await see(shell, /^it is 42$/m);
  shell.type('dxtop descr\t');
  await see(shell, /dxtop describe\b/);
  shell.type('--js\t');
  await see(shell, /dxtop describe --json\b/);
  shell.type(`${call.slice(0, -4)}\t`);
  await see(shell, `dxtop describe --json ${call}`);
  shell.press('ctrl-u');
  await seeThat(shell, 'an empty line', (screen) => !screen.text().includes('dxtop describe'));
  shell.type('dxtop --view my\t');
  await see(shell, String.raw`dxtop --view my\ \$team`);
  t.pass();
};

shellTest('bash', 'Tab in bash completes a command, an option and an ID', (t) =>
  completeInteractively(t, ['bash', '--norc', '--noprofile', '-i'], 'source <(dxtop completion bash)'),
);

shellTest('zsh', 'Tab in zsh completes a command, an option and an ID', (t) =>
  completeInteractively(
    t,
    ['zsh', '-f', '-i'],
    'autoload -Uz compinit; compinit -u -D; source <(dxtop completion zsh)',
  ),
);

shellTest('fish', 'fish is offered commands, options, values and IDs', async (t) => {
  const {env, ...place} = await createShellPlace(t);
  const [align, call] = await storeJobs({...place, env});
  await saveViews({...place, env});
  const complete = async (line: string): Promise<readonly string[]> => {
    const run = `dxtop completion fish | source; complete -C "$LINE"`;
    const {output, errors} = await runProgram(t, ['fish', '--no-config', '-c', run], {
      env: {...env, LINE: line},
    });
    t.is(errors, '');
    return output
      .toString()
      .split('\n')
      .filter(Boolean)
      .map((offer) => offer.split('\t')[0] ?? '')
      .sort();
  };
  t.deepEqual(await complete('dxtop '), names);
  t.deepEqual(await complete('dxtop --theme '), THEMES);
  t.deepEqual(await complete('dxtop log --no-f'), ['--no-follow']);
  t.deepEqual(await complete('dxtop log -l WARN'), ['WARNING']);
  t.deepEqual(await complete('dxtop log '), [align, call].sort());
  t.deepEqual(await complete('dxtop ls --view '), ['my $team', 'now: mine', 'red']);
  t.deepEqual(await complete(`dxtop wait ${align} ${call.slice(0, -4)}`), [call]);
});
