import type {ExecutionContext} from 'ava';
import {clean} from '../../../source/model/safe-text.ts';
import {guardChanges} from '../../../source/services/changes/guard-changes.ts';
import {createHttpClient} from '../../../source/services/platform/http-client.ts';
import {createPlatformClient} from '../../../source/services/platform/create-platform-client.ts';
import type {PlatformClient} from '../../../source/services/platform/platform-client.ts';
import {readDxSettings} from '../../../source/services/settings/dx-settings.ts';
import {type ChangeLog, createChangeLog} from '../../../source/services/storage/change-log.ts';
import {openDatabase} from '../../../source/services/storage/database.ts';
import {startEmulator, type TestEmulator} from '../../emulator/start-emulator.ts';
import {createStateFolder} from '../storage/state-folder.ts';

/** A platform, the guarded way to it, and what is written down. */
export interface ChangeKit {
  readonly emulator: TestEmulator;
  readonly platform: PlatformClient;
  readonly log: ChangeLog;
  /** The calls that changed something, such as `job/terminate`, in their order. */
  readonly changesSeen: () => readonly string[];
}

/** Starts an empty platform for one test. */
export const startChangeKit = async (
  t: ExecutionContext,
  {isReadOnly = false}: {isReadOnly?: boolean} = {},
): Promise<ChangeKit> => {
  const emulator = await startEmulator(t);
  const settings = readDxSettings({
    environment: {...emulator.environment},
    homeDirectory: '/nonexistent',
    parentProcessId: 1,
    systemDirectory: '/nonexistent',
  });
  const http = createHttpClient(settings);
  const database = openDatabase(createStateFolder(t));
  t.teardown(() => {
    http.close();
    database.connection.close();
  });
  const log = createChangeLog(database, (notice) => t.fail(notice));
  const platform = guardChanges(createPlatformClient({http, settings}), {log, isReadOnly, now: Date.now});
  return {
    emulator,
    platform,
    log,
    changesSeen: () =>
      emulator.control
        .requests()
        .map(({route}) => route)
        .filter((route) => !/find|describe|whoami/.test(route)),
  };
};

/** A running job, as the list shows it. */
export const addTarget = async ({emulator}: ChangeKit, name: string, state = 'running') => {
  const id = (await emulator.control.addJob({name, state})) as `job-${string}`;
  return {id, name: clean(name), state: clean(state)};
};
