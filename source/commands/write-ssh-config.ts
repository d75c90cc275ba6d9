import {join} from 'node:path';
import {clean} from '../model/safe-text.ts';
import {readDxSettings} from '../services/settings/dx-settings.ts';
import {readRegularFile} from '../services/settings/regular-file.ts';
import {replaceFile} from '../services/settings/replace-file.ts';
import {ensureDirectory, toConfigDirectory, toStateDirectory} from '../services/settings/state-directory.ts';
import {toKnownHostsDirectory} from '../services/ssh/known-hosts.ts';
import {toIncludeLine, toSshInclude} from '../services/ssh/ssh-include.ts';
import {type CommandContext, print} from './command-context.ts';

const MAX_BYTES = 1024 * 1024;

/**
 * Writes the file that tells OpenSSH's programs about workers, in dxtop's own folder, and says the one line that the
 * user puts into their own configuration, which is never touched. With `print` nothing is written.
 *
 * Throws `ConfigError` when the file cannot be written.
 */
export const writeSshConfig = (context: CommandContext, {print: isPrinted = false}): number => {
  const {environment, homeDirectory} = context;
  const places = {environment, homeDirectory, platform: process.platform};
  const {confDirectory} = readDxSettings({environment, homeDirectory, parentProcessId: process.ppid});
  const text = toSshInclude({
    // The program may not be on the path of whoever starts ssh, such as VS Code.
    command: context.program,
    confDirectory,
    knownHostsDirectory: toKnownHostsDirectory(toStateDirectory(places)),
    platform: process.platform,
  });
  if (isPrinted) {
    print(text);
    return 0;
  }

  const directory = toConfigDirectory(places);
  const path = join(directory, 'ssh_config');
  ensureDirectory(directory);
  replaceFile(path, text);
  const line = toIncludeLine(path);
  const own = join(homeDirectory, '.ssh', 'config');
  const file = readRegularFile(own, MAX_BYTES);
  const isThere = file.kind === 'read' && file.content.toString().split(/\r?\n/).includes(line);
  process.stderr.write(
    isThere
      ? `dxtop: ${clean(path)} is up to date, and your ${clean(own)} has this line:\n`
      : `dxtop: ${clean(path)} is written. Put this line at the top of your ${clean(own)}:\n`,
  );
  print(`${line}\n`);
  if (!isThere)
    process.stderr.write('dxtop: then, for example: ssh job-xxxx, scp FILE job-xxxx:, sftp job-xxxx\n');
  return 0;
};
