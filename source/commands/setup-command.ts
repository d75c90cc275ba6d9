import {type Command, Option} from 'commander';
import {
  formatAccount,
  formatAccountKey,
  formatFoundKey,
  formatKey,
  formatReplacement,
  formatSetupResult,
} from '../format/ssh-key.ts';
import {ConfigError} from '../model/errors.ts';
import {clean} from '../model/safe-text.ts';
import {type KeySituation, type PublicKey, toCloseCommand} from '../model/ssh-key.ts';
import type {KeyChoice, KeySetup} from '../services/keys/key-setup.ts';
import {Secret} from '../services/settings/secret.ts';
import {type CommandContext, requireTerminal} from './command-context.ts';
import {openServices} from './open-services.ts';
import {EXIT_DECLINED, printJson, printLines, runPlain} from './plain-command.ts';
import {askSecret, askWord, canAsk, readPipedLine} from './prompt.ts';

/** What `dxtop setup` takes, as the command line names it. */
interface SetupFlags {
  new?: boolean;
  type: 'ed25519' | 'rsa';
  encrypt?: boolean;
  use?: string;
  agent?: string;
  revoke?: boolean;
  list?: boolean;
  yes?: boolean;
  json?: boolean;
}

const ACTIONS = ['new', 'use', 'agent', 'revoke', 'list'] as const;

/** `dxtop setup`. */
export const addSetupCommand = (program: Command, context: CommandContext): void => {
  program
    .command('setup')
    .description('set up the SSH key of this computer and of your account')
    .option('--new', 'make a new key pair')
    .addOption(new Option('--type <type>', 'of the new pair').choices(['ed25519', 'rsa']).default('ed25519'))
    .option(
      '--encrypt',
      'encrypt the new private key with a passphrase, asked for or read from standard input',
    )
    .option('--use <path>', 'use the pair at this path; ssh_id is the one in the config folder')
    .option('--agent <fingerprint>', 'use a key that only an SSH agent holds')
    .option('--revoke', 'take the key off the account; files stay')
    .option('--list', 'show the keys of account, computer and agent')
    .option('--yes', 'replace without asking')
    .option('--json', 'print the result as JSON')
    .action((flags: SetupFlags) => runPlain(() => runSetup(context, flags)));
};

const runSetup = async (context: CommandContext, flags: SetupFlags): Promise<number> => {
  const actions = ACTIONS.filter((name) => flags[name] !== undefined);
  if (actions.length === 0 && canAsk() && process.stdout.isTTY && !flags.json)
    return await runWizard(context);
  if (actions.length !== 1) {
    throw new ConfigError(
      actions.length === 0
        ? 'Nothing says what to set up.'
        : `--${actions.join(' and --')} do not go together.`,
      'Give one of --new, --use PATH, --agent FINGERPRINT, --revoke and --list, with --yes to replace an older key.',
    );
  }
  const services = await openServices(context);
  const {createKeySetup, toKeyComment} = await import('../services/keys/key-setup.ts');
  const setup = createKeySetup({
    platform: services.platform,
    confDirectory: services.settings.confDirectory,
    homeDirectory: context.homeDirectory,
    comment: toKeyComment(),
    agentPath: services.settings.agentPath,
    now: Date.now,
  });
  const situation = await setup.look();
  if (flags.list) return list(situation, flags, context.homeDirectory);
  return flags.revoke ? await revoke(setup, situation, flags) : await set(setup, situation, flags);
};

/** Draws the wizard; answers 0 when something was done. */
const runWizard = async (context: CommandContext): Promise<number> => {
  requireTerminal(context);
  const {runDashboard} = await import('../run-dashboard.tsx');
  return await runDashboard({...context, isSetup: true});
};

const list = (situation: KeySituation, {json}: SetupFlags, homeDirectory: string): number => {
  const {account, keys, agentKeys} = situation;
  const found = [keys.configured, ...keys.others].filter((key) => key !== undefined);
  if (json) {
    printJson({
      user: account.user,
      accountKey: account.key ? toJson(account.key) : null,
      hasUnreadableAccountKey: account.line !== undefined && account.key === undefined,
      keys: found.map((key) =>
        key.kind === 'broken'
          ? {path: key.privatePath, problem: key.problem}
          : {path: key.pair.privatePath, ...toJson(key.pair.publicKey), isEncrypted: key.pair.isEncrypted},
      ),
      isConfigured: keys.configured !== undefined,
      agentKeys: agentKeys.map(toJson),
    });
    return 0;
  }
  printLines([
    formatAccountKey(situation),
    keys.configured
      ? `Set up here: ${formatFoundKey(keys.configured, situation, homeDirectory)}`
      : 'No key is set up on this computer.',
    ...keys.others.map((key) => `Also here: ${formatFoundKey(key, situation, homeDirectory)}`),
    ...agentKeys.map((key) => `In the agent: ${formatKey(key)}`),
  ]);
  return 0;
};

const toJson = ({fingerprint, type, comment}: PublicKey) => ({fingerprint, type, comment});

/** Asks whether to replace what is there. Throws `ConfigError` where nobody can be asked. */
const confirm = async (lines: readonly string[], flags: SetupFlags): Promise<boolean> => {
  if (flags.yes || lines.length === 0) return true;
  process.stderr.write(lines.map((line) => `${line}\n`).join(''));
  if (!canAsk() || flags.json) {
    throw new ConfigError('Something would be replaced, and nobody can be asked.', 'Give --yes to do it.');
  }
  return await askWord('Type yes to go on: ', 'yes');
};

const declined = (): number => {
  process.stderr.write('dxtop: nothing was changed.\n');
  return EXIT_DECLINED;
};

const revoke = async (setup: KeySetup, situation: KeySituation, flags: SetupFlags): Promise<number> => {
  const {account} = situation;
  const lines = [
    formatAccountKey(situation),
    'Taken off, no computer can connect to your jobs until a key is set again.',
  ];
  if (account.line !== undefined) {
    if (!(await confirm(lines, flags))) return declined();
    await setup.revoke(situation);
  }
  if (flags.json)
    printJson({user: account.user, action: 'revoke', revoked: account.key?.fingerprint ?? null});
  else
    printLines([
      `The account of ${formatAccount(situation)} has no SSH key now. Files on this computer stay.`,
    ]);
  return 0;
};

const set = async (setup: KeySetup, situation: KeySituation, flags: SetupFlags): Promise<number> => {
  const prepared = await setup.prepare(situation, await toChoice(setup, situation, flags));
  if (!(await confirm(formatReplacement(prepared), flags))) return declined();
  const result = await prepared.apply();
  if (flags.json) {
    printJson({
      user: situation.account.user,
      action: flags.new ? 'new' : flags.use === undefined ? 'agent' : 'use',
      ...toJson(result.publicKey),
      privateKeyPath: result.privatePath,
      backups: result.backups,
    });
  } else {
    printLines(formatSetupResult(result));
    // Windows has no modes that could be set with the file.
    if (process.platform === 'win32') {
      printLines([`Close it to other users: ${toCloseCommand(clean(result.privatePath), 'win32')}`]);
    }
  }
  return 0;
};

const toChoice = async (setup: KeySetup, situation: KeySituation, flags: SetupFlags): Promise<KeyChoice> => {
  if (flags.new) {
    return {
      kind: 'new',
      type: flags.type,
      passphrase: flags.encrypt ? await readPassphrase() : new Secret(''),
    };
  }
  if (flags.agent !== undefined) return {kind: 'agent', key: findAgentKey(situation, flags.agent)};
  const {configured} = situation.keys;
  const path = flags.use ?? '';
  if (path === 'ssh_id' && configured?.kind === 'pair') return {kind: 'pair', pair: configured.pair};
  return {kind: 'pair', pair: setup.open(path)};
};

const findAgentKey = ({agentKeys}: KeySituation, text: string): PublicKey => {
  const found = agentKeys.find(({fingerprint}) => fingerprint === text || fingerprint === `SHA256:${text}`);
  if (found) return found;
  throw new ConfigError(
    `The SSH agent holds no key ${clean(text, 100)} that is not in a file as well.`,
    agentKeys.length > 0
      ? `It holds ${agentKeys.map(formatKey).join('; ')}.`
      : 'Check SSH_AUTH_SOCK, and what `ssh-add -l` says.',
  );
};

/** Asked for twice, because a slip would lock the key for good. */
const readPassphrase = async (): Promise<Secret> => {
  if (!canAsk()) return await readPipedLine('passphrase');
  const passphrase = await askSecret('Passphrase for the new key (not shown): ');
  if (passphrase.reveal() === '')
    throw new ConfigError('The passphrase is empty.', 'Leave --encrypt out for none.');
  const again = await askSecret('The same once more: ');
  if (again.reveal() === passphrase.reveal()) return passphrase;
  throw new ConfigError('The two passphrases differ.', 'Try again.');
};
