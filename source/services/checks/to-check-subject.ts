import {networkInterfaces} from 'node:os';
import {CancelError} from '../../model/errors.ts';
import type {WorkerTarget} from '../../model/session.ts';
import {isLoopback} from '../settings/api-server.ts';
import type {DxSettings} from '../settings/dx-settings.ts';
import type {LoginKey} from '../ssh/agent-key.ts';
import type {PrivateKeyReader} from '../ssh/private-key.ts';
import type {WorkerWay} from '../ssh/worker-way.ts';
import type {CheckSubject} from './check-facts.ts';

/** What checks look at, of this computer and this user. A passphrase is not asked for: checks wait for nobody. */
export const toCheckSubject = ({
  settings,
  platform,
  target,
  way,
  readKey,
  isWhole = false,
}: {
  settings: DxSettings;
  platform: CheckSubject['platform'];
  target: WorkerTarget | undefined;
  way: WorkerWay;
  readKey: PrivateKeyReader;
  isWhole?: boolean;
}): CheckSubject => ({
  settings,
  platform,
  target,
  proxy: way.proxy,
  addresses: way.firewall.addresses,
  mayOpenFirewall: way.firewall.mode !== 'never',
  readPrivateKey: () => readUnlocked(readKey),
  isWhole,
  isPlatformLocal: isLoopback(settings.apiServer.host),
  hasNetwork,
});

const readUnlocked = async (readKey: PrivateKeyReader): Promise<LoginKey | undefined> => {
  try {
    return await readKey(() => Promise.reject(new CancelError()));
  } catch (error) {
    if (error instanceof CancelError) return undefined;
    throw error;
  }
};

const hasNetwork = (): boolean =>
  Object.values(networkInterfaces()).some((addresses) => addresses?.some(({internal}) => !internal));
