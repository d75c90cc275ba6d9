import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {clean} from '../../../source/model/safe-text.ts';
import type {SessionRecord} from '../../../source/model/session.ts';
import {openDatabase, type Database} from '../../../source/services/storage/database.ts';
import {createSessionRegistry} from '../../../source/services/storage/session-registry.ts';
import type {SessionRegistry} from '../../../source/services/storage/session-registry.ts';
import {createTemporaryHome} from '../../helpers/temporary-home.ts';

/** A folder that does not exist yet, in a home that is removed with the test. */
export const createStateFolder = (t: ExecutionContext): string => {
  const home = createTemporaryHome();
  t.teardown(home.remove);
  return join(home.path, 'state', 'dxtop');
};

/** The registry of a state folder, with what was said about it. */
export interface OpenRegistry {
  readonly database: Database;
  readonly registry: SessionRegistry;
  readonly troubles: string[];
  readonly close: () => void;
}

/** Opens a state folder as dxtop does; closed with the test at the latest. */
export const openRegistry = (t: ExecutionContext, folder: string): OpenRegistry => {
  const database = openDatabase(folder);
  const troubles: string[] = [];
  const registry = createSessionRegistry(database, (notice) => troubles.push(notice));
  const close = (): void => {
    if (database.connection.isOpen) database.connection.close();
  };
  t.teardown(close);
  return {database, registry, troubles, close};
};

/** A job ID with a number in it. */
export const toJobId = (number: number) => `job-${String(number).padStart(24, '0')}` as const;

/** A session's record with everyday values. */
export const toRecord = (number: number, change: Partial<SessionRecord> = {}): SessionRecord => ({
  jobId: toJobId(number),
  workerNumber: 0,
  jobName: clean(`job ${number}`),
  host: clean('ec2-1-2-3-4.compute.amazonaws.com'),
  persistence: 'login',
  startedMs: 1_790_000_000_000,
  lastSeenMs: 1_790_000_000_000 + number,
  tryNumber: 0,
  fingerprint: `SHA256:${'Ab+/'.repeat(11).slice(1)}`,
  outcome: 'detached',
  ...change,
});
