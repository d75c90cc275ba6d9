import type {ExecutionContext} from 'ava';
import type {EmulatorControl} from '../../../source/emulator/control.ts';
import {createEmulator} from '../../../source/emulator/emulator.ts';
import type {Services} from '../../../source/hooks/services.ts';
import {isJobId, type JobId} from '../../../source/model/ids.ts';
import {createEmulatedServices} from '../../helpers/emulated-services.ts';
import {type MountedApp, mountApp, untilApp} from '../../helpers/mount-app.tsx';
import {createTemporaryHome} from '../../helpers/temporary-home.ts';
import {toRecord} from '../../services/storage/state-folder.ts';

/** A dashboard that remembers sessions. */
export interface MountedSessions {
  readonly app: MountedApp;
  readonly registry: Services['registry'];
  readonly control: EmulatorControl;
  /** The IDs of the jobs, in the order of their numbers. */
  readonly ids: readonly JobId[];
  /** How many executions each request has named by their IDs. */
  readonly askedCounts: () => readonly number[];
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
  const ids: JobId[] = [];
  for (const state of ['running', 'done', 'failed']) {
    const id = await control.addJob({state, ...(state !== 'running' && {launchedBy: 'user-other'})});
    if (isJobId(id)) ids.push(id);
  }

  ids.push(toRecord(3).jobId);
  for (const [number, jobId] of ids.entries())
    services.registry.save(toRecord(number, {jobId, fingerprint: undefined}));
  const app = mountApp(services);
  t.teardown(app.unmount);
  await untilApp(app, 'a live list', () => /live$/m.test(app.text()) && /^>/m.test(app.text()));
  return {
    app,
    registry: services.registry,
    control,
    ids,
    askedCounts: () =>
      control.requests().flatMap(({route, body}) => {
        const {id} = Object(body) as {id?: unknown};
        return route.endsWith('findExecutions') && Array.isArray(id) ? id.length : [];
      }),
  };
};
