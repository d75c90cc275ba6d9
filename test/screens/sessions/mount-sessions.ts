import type {ExecutionContext} from 'ava';
import {createEmulator} from '../../../source/emulator/emulator.ts';
import type {Services} from '../../../source/hooks/services.ts';
import {isJobId} from '../../../source/model/ids.ts';
import {createEmulatedServices} from '../../helpers/emulated-services.ts';
import {type MountedApp, mountApp, untilApp} from '../../helpers/mount-app.tsx';
import {createTemporaryHome} from '../../helpers/temporary-home.ts';
import {toRecord} from '../../services/storage/state-folder.ts';

/** A dashboard that remembers sessions. */
export interface MountedSessions {
  readonly app: MountedApp;
  readonly registry: Services['registry'];
  /** How often executions were asked for by their IDs. */
  readonly askedByIdCount: () => number;
}

/**
 * Mounts the list with one session on each of four jobs, `job 0` to `job 3`: one that runs, one that is done and one that
 * has failed, both not in the list, and one that there is not.
 */
export const mountSessions = async (t: ExecutionContext): Promise<MountedSessions> => {
  const emulator = await createEmulator({scenario: 'empty', useTmux: false});
  const home = createTemporaryHome();
  const {services, close} = await createEmulatedServices(emulator, home);
  t.teardown(async () => {
    close();
    home.remove();
    await emulator.close();
  });
  const {control} = emulator;
  for (const [number, state] of ['running', 'done', 'failed'].entries()) {
    const id = await control.addJob({state, ...(state !== 'running' && {launchedBy: 'user-other'})});
    if (isJobId(id)) services.registry.save(toRecord(number, {jobId: id}));
  }

  services.registry.save(toRecord(3));
  const app = mountApp(services);
  t.teardown(app.unmount);
  await untilApp(app, 'a live list', () => /live$/m.test(app.text()) && /^>/m.test(app.text()));
  return {
    app,
    registry: services.registry,
    askedByIdCount: () =>
      control.requests().filter(({route, body}) => route.endsWith('findExecutions') && 'id' in Object(body))
        .length,
  };
};
