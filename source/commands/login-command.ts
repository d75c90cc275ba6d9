import type {Command} from 'commander';
import {ConfigError} from '../model/errors.ts';
import type {Project} from '../model/project.ts';
import {clean} from '../model/safe-text.ts';
import {
  describeSelf,
  revokeToken,
  toTokenSignature,
  withPlatform,
} from '../services/platform/account-access.ts';
import type {PlatformClient} from '../services/platform/platform-client.ts';
import {toAuthServer} from '../services/settings/auth-server.ts';
import {
  type DxSettings,
  isHeaderWord,
  readDxSettings,
  requireToken,
} from '../services/settings/dx-settings.ts';
import type {DxVariable} from '../services/settings/dx-variables.ts';
import {saveDxVariables} from '../services/settings/save-dx-variables.ts';
import {Secret} from '../services/settings/secret.ts';
import type {CommandContext} from './command-context.ts';
import {findProject, pickProject} from './pick-project.ts';
import {printJson, printLines, runPlain} from './plain-command.ts';
import {askSecret, canAsk, readPipedLine} from './prompt.ts';

/** What `dxtop login` takes, as the command line names it. */
interface LoginFlags {
  token?: string | boolean;
  /** `--noprojects` sets it to false. */
  projects: boolean;
  project?: string;
  apiserverHost?: string;
  apiserverPort?: string;
  apiserverProtocol?: string;
}

/** What the official client stores when nobody is logged in, blank for blank. */
const LOGGED_OUT = '{"auth_token": "PUBLIC", "auth_token_type": "Bearer"}';

/** `dxtop login`, `dxtop logout`, `dxtop whoami`. */
export const addLoginCommands = (program: Command, context: CommandContext): void => {
  program
    .command('login')
    .description('log in with a token, asked for or read from standard input')
    .option('--token [token]', 'give no token here: others on this computer could read it')
    .option('--no-projects', 'do not ask which project to select')
    .option('--noprojects', 'as the official client calls it')
    .option('--project <project>', 'select this project, by ID or name')
    .option('--apiserver-host <host>', 'another server than the one that is set')
    .option('--apiserver-port <port>', 'its port')
    .option('--apiserver-protocol <protocol>', 'https; http only for this computer')
    .action((flags: LoginFlags & {noprojects?: boolean}) =>
      runPlain(() => logIn(context, {...flags, projects: flags.projects && flags.noprojects !== true})),
    );

  program
    .command('logout')
    .description('revoke the token and forget it')
    .option('--local', 'forget it on this computer only')
    .action((flags: {local?: boolean}) => runPlain(() => logOut(context, flags)));

  program
    .command('whoami')
    .description('say who is logged in')
    .option('--id', "the user's ID")
    .option('--json', 'as JSON')
    .action((flags: {id?: boolean; json?: boolean}) => runPlain(() => whoAmI(context, flags)));
};

const toOptions = ({environment, homeDirectory}: CommandContext) => ({
  environment,
  homeDirectory,
  parentProcessId: process.ppid,
});

const toServerName = ({apiServer}: DxSettings): string =>
  clean(apiServer.port === 443 ? apiServer.host : `${apiServer.host}:${apiServer.port}`);

const toServerVariables = (flags: LoginFlags): Partial<Record<DxVariable, string>> => ({
  ...(flags.apiserverHost !== undefined && {DX_APISERVER_HOST: flags.apiserverHost}),
  ...(flags.apiserverPort !== undefined && {DX_APISERVER_PORT: flags.apiserverPort}),
  ...(flags.apiserverProtocol !== undefined && {DX_APISERVER_PROTOCOL: flags.apiserverProtocol}),
});

const logIn = async (context: CommandContext, flags: LoginFlags): Promise<number> => {
  const serverVariables = toServerVariables(flags);
  const settings = readDxSettings({
    ...toOptions(context),
    environment: {...context.environment, ...serverVariables},
  });
  const token = await readToken(flags, toServerName(settings));
  const {user, project} = await withPlatform({...settings, token, tokenType: 'Bearer'}, async (platform) => {
    const user = await describeSelf(platform);
    return {user, project: await chooseProject(platform, flags, settings)};
  });
  const {apiServer} = settings;
  saveDxVariables(toOptions(context), {
    DX_APISERVER_PROTOCOL: apiServer.protocol,
    DX_APISERVER_HOST: apiServer.host,
    DX_APISERVER_PORT: String(apiServer.port),
    DX_SECURITY_CONTEXT: JSON.stringify({auth_token: token.reveal(), auth_token_type: 'Bearer'}),
    DX_USERNAME: user.handle ?? '',
    ...(project && {
      DX_PROJECT_CONTEXT_ID: project.id,
      DX_PROJECT_CONTEXT_NAME: project.name,
      DX_CLI_WD: '/',
    }),
  });
  printLines([
    `Logged in to ${toServerName(settings)} as ${user.handle ?? clean(user.id)}.`,
    ...(project ? [`Selected project: ${project.name}.`] : []),
  ]);
  warnOfEnvironment(context, flags);
  return 0;
};

const readToken = async ({token: wish}: LoginFlags, server: string): Promise<Secret> => {
  // As many programs name standard input.
  const given = wish === '-' ? true : wish;
  if (typeof given === 'string') {
    process.stderr.write(
      'dxtop: others on this computer can read a token in the arguments (`ps`), and the shell keeps it in its history. ' +
        'Leave it out to be asked for it, or pipe it in.\n',
    );
  }
  const token =
    typeof given === 'string'
      ? new Secret(given)
      : canAsk()
        ? await askSecret(`Token for ${server} (not shown): `)
        : await readPipedLine('token');
  const text = token.reveal().trim();
  if (isHeaderWord(text)) return new Secret(text);
  throw new ConfigError(
    text === '' ? 'There is no token.' : 'What was given cannot be a token.',
    'Make one on the website, under your profile, API tokens.',
  );
};

const chooseProject = async (
  platform: PlatformClient,
  {projects, project}: LoginFlags,
  settings: DxSettings,
): Promise<Project | undefined> => {
  if (project !== undefined) return await findProject(platform, project);
  return projects && canAsk() ? await pickProject(platform, settings.projectContextId) : undefined;
};

/** What the shell has in its environment wins over the files, in dxtop and in the official client. */
const warnOfEnvironment = ({environment}: CommandContext, flags: LoginFlags): void => {
  const names = ['DX_SECURITY_CONTEXT', ...Object.keys(toServerVariables(flags))].filter(
    (name) => environment[name] !== undefined,
  );
  if (names.length === 0) return;
  process.stderr.write(
    `dxtop: ${names.join(', ')} in this shell's environment still wins over what was saved now: unset it.\n`,
  );
};

const logOut = async (context: CommandContext, {local = false}: {local?: boolean}): Promise<number> => {
  const settings = readDxSettings(toOptions(context));
  const token = requireToken(settings);
  const said: string[] = [];
  if (local) said.push('The token itself stays valid until it expires.');
  else {
    const authServer = toAuthServer(settings.apiServer, context.environment);
    const signature = toTokenSignature(token);
    const outcome = await revokeToken(settings, authServer, token);
    said.push(
      outcome === 'revoked'
        ? `Revoked the token with the signature ${signature}.`
        : 'The platform did not know the token any more.',
    );
  }
  saveDxVariables(toOptions(context), {DX_SECURITY_CONTEXT: LOGGED_OUT});
  printLines([...said, `Logged out of ${toServerName(settings)}.`]);
  if (context.environment['DX_SECURITY_CONTEXT'] !== undefined) {
    process.stderr.write('dxtop: the token is still in DX_SECURITY_CONTEXT of this shell: unset it.\n');
  }
  return 0;
};

const whoAmI = async (
  context: CommandContext,
  {id: onlyId = false, json = false}: {id?: boolean; json?: boolean},
): Promise<number> => {
  const settings = readDxSettings(toOptions(context));
  requireToken(settings);
  const user = await withPlatform(settings, describeSelf);
  if (json) printJson({id: user.id, handle: user.handle ?? null, server: toServerName(settings)});
  else printLines([onlyId ? user.id : (user.handle ?? clean(user.id))]);
  return 0;
};
