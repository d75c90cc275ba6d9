import {chmodSync, cpSync, mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {createEmulator, type Emulator} from '../../../source/emulator/emulator.ts';
import type {CheckReport} from '../../../source/model/check.ts';
import type {JobId} from '../../../source/model/ids.ts';
import type {CheckSubject} from '../../../source/services/checks/check-facts.ts';
import {runChecks} from '../../../source/services/checks/run-checks.ts';
import {toCheckSubject} from '../../../source/services/checks/to-check-subject.ts';
import {createHttpClient} from '../../../source/services/platform/http-client.ts';
import {createPlatformClient} from '../../../source/services/platform/create-platform-client.ts';
import {type DxSettings, readDxSettings} from '../../../source/services/settings/dx-settings.ts';
import {createPrivateKeyReader} from '../../../source/services/ssh/private-key.ts';
import type {WireJob} from '../../../source/wire/job.ts';
import {createTemporaryHome} from '../../helpers/temporary-home.ts';
import {createKeys} from '../ssh/ssh-server.ts';

/** One job, and everything about it that can be broken before the checks look at it. */
export interface Scene {
  readonly emulator: Emulator;
  /** What the job is added with. */
  job: Partial<WireJob>;
  /** What is done to the job once it is there. */
  readonly afterwards: ((jobId: JobId) => void)[];
  settings: DxSettings;
  /** What is different about what the checks look at. */
  change: Partial<CheckSubject>;
  /** A folder of its own for keys, with a copy of the good ones in it. */
  ownKeys(): string;
}

/** An emulator that many scenes share. */
export interface CheckKit {
  readonly emulator: Emulator;
  readonly settings: DxSettings;
  /** Sets a scene: all is well in it. */
  createScene(): Scene;
  /** Adds the scene's job, and runs all checks on it. */
  run(t: ExecutionContext, scene: Scene): Promise<readonly CheckReport[]>;
}

/** Starts an emulator without any job. Its end, and that of the files, is the caller's: `close`. */
export const createCheckKit = async (): Promise<CheckKit & {close: () => Promise<void>}> => {
  const emulator = await createEmulator({scenario: 'empty', useTmux: false});
  const home = createTemporaryHome();
  const settings = readDxSettings({
    environment: {...home.env, ...emulator.environment},
    homeDirectory: home.path,
    parentProcessId: process.ppid,
  });
  return {
    emulator,
    settings,
    createScene: () => {
      const scene: Scene = {
        emulator,
        job: {},
        afterwards: [],
        settings,
        change: {},
        ownKeys: () => {
          if (scene.settings.confDirectory !== settings.confDirectory) return scene.settings.confDirectory;
          const directory = mkdtempSync(join(home.path, 'conf-'));
          cpSync(settings.confDirectory, directory, {recursive: true});
          scene.settings = {...scene.settings, confDirectory: directory};
          return directory;
        },
      };
      return scene;
    },
    run: async (t, scene) => {
      const jobId = (await emulator.control.addJob(scene.job)) as JobId;
      for (const act of scene.afterwards) act(jobId);
      const http = createHttpClient(scene.settings);
      t.teardown(() => {
        http.close();
      });
      return await runChecks(
        {
          ...toCheckSubject({
            settings: scene.settings,
            platform: createPlatformClient({http, settings: scene.settings}),
            target: {jobId, workerNumber: 0},
            way: {proxy: undefined, firewall: {mode: 'ask', addresses: [], findProxyAddress: undefined}},
            readKey: createPrivateKeyReader(scene.settings.confDirectory, scene.settings.agentPath),
          }),
          isPlatformLocal: true,
          hasNetwork: () => true,
          ...scene.change,
        },
        {signal: new AbortController().signal},
      );
    },
    close: async () => {
      await emulator.close();
      home.remove();
    },
  };
};

/** Puts another key pair in place of the one that is set up. */
export const replaceKeys = (directory: string): void => {
  const keys = createKeys();
  mkdirSync(directory, {recursive: true});
  writeFileSync(join(directory, 'ssh_id'), keys.private);
  chmodSync(join(directory, 'ssh_id'), 0o600);
  writeFileSync(join(directory, 'ssh_id.pub'), `${keys.public}\n`);
};

/** Takes the account's key away, for as long as the test runs. */
export const takeAccountKey = async (t: ExecutionContext, {settings}: CheckKit): Promise<void> => {
  const http = createHttpClient(settings);
  const platform = createPlatformClient({http, settings});
  const {id} = await platform.whoami();
  const {sshPublicKey} = await platform.describeUser(id);
  if (sshPublicKey === undefined) throw new Error('the account has a key');
  await platform.updateUser(id, {sshPublicKey: null});
  t.teardown(async () => {
    await platform.updateUser(id, {sshPublicKey});
    http.close();
  });
};
