import {createHash} from 'node:crypto';
import type {WireDataObject} from '../wire/data-object.ts';
import type {WireExecutable} from '../wire/executable.ts';
import type {WireOrg} from '../wire/org.ts';
import type {WireLevel, WireProject} from '../wire/project.ts';
import type {WireUser} from '../wire/user.ts';
import {ExecutionStore} from './execution-store.ts';
import {NonceStore} from './nonce-store.ts';
import type {ExecutionRecord} from './execution-record.ts';
import {entityNotFound, PermissionDenied} from './errors.ts';

/** A project with what each user may do in it. */
export interface ProjectRecord {
  wire: WireProject & {id: string};
  levels: Map<string, WireLevel>;
}

const levelOrder: readonly WireLevel[] = ['VIEW', 'UPLOAD', 'CONTRIBUTE', 'ADMINISTER'];

/** Whether a permission is at least another one. */
export const isAtLeast = (level: WireLevel | undefined, minimum: WireLevel): boolean =>
  level !== undefined && levelOrder.indexOf(level) >= levelOrder.indexOf(minimum);

/** The only mutable data of the emulator; it knows nothing of HTTP, time or workers. */
export class PlatformState {
  readonly users = new Map<string, WireUser & {id: string}>();
  readonly projects = new Map<string, ProjectRecord>();
  readonly orgs = new Map<string, WireOrg>();
  readonly executables = new Map<string, WireExecutable & {id: string; name: string}>();
  /** From an executable's ID to the shell text that its jobs run; without one a job only pretends. */
  readonly programs = new Map<string, string>();
  /** Files and records; of files nothing but the describe exists. */
  readonly dataObjects = new Map<string, WireDataObject>();
  readonly nonces = new NonceStore();
  readonly executions = new ExecutionStore();
  /** From the SHA-256 of a token, in hexadecimal, to the user whose it is. */
  readonly tokenOwners = new Map<string, string>();
  /** From the SHA-256 of a token that is a job's own to that job. */
  readonly tokenJobs = new Map<string, string>();
  /** The user whom the environment's token belongs to. */
  accountId = '';
  /** The selected project of the environment. */
  projectId = '';
  /** Whether a run takes the output of an equal job that is done. Footing: documented, it needs a licence. */
  reusesJobs = false;
  /** What whoami reports as the caller's address. */
  clientIp = '127.0.0.1';

  /** Lets a token act for a user. */
  addToken(token: string, userId: string): void {
    this.tokenOwners.set(toTokenSignature(token), userId);
  }

  /** Lets a token act for a job, with the rights of the user who launched it. */
  addJobToken(token: string, jobId: string): void {
    const launchedBy = this.executions.get(jobId)?.wire.launchedBy;
    if (launchedBy === undefined) return;
    this.addToken(token, launchedBy);
    this.tokenJobs.set(toTokenSignature(token), jobId);
  }

  /** The job whose own token an Authorization header carries. */
  findTokenJob(authorization: string | undefined): string | undefined {
    const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
    return token === undefined ? undefined : this.tokenJobs.get(toTokenSignature(token));
  }

  /** Revokes the tokens of a job that is over. */
  removeJobTokens(jobId: string): void {
    for (const [signature, id] of this.tokenJobs) {
      if (id !== jobId) continue;
      this.tokenJobs.delete(signature);
      this.tokenOwners.delete(signature);
    }
  }

  /** A project that the user may view, directly or because it is public; throws otherwise. */
  requireProject(projectId: string, userId: string): ProjectRecord {
    const project = this.projects.get(projectId);
    if (project === undefined) throw entityNotFound(projectId);
    if (!this.canView(projectId, userId)) {
      // Footing: observed message, reference section I.3.
      throw new PermissionDenied(`VIEW permission required in ${projectId} to perform this action`);
    }
    return project;
  }

  /** Whether a user may see a project; an unknown project is nobody's. */
  canView(projectId: string, userId: string): boolean {
    const project = this.projects.get(projectId);
    return project !== undefined && (project.wire.public === true || project.levels.has(userId));
  }

  /** A project that the user may contribute to; throws otherwise. Footing: the message is assumed after observed ones. */
  requireContribution(projectId: string, userId: string): ProjectRecord {
    const project = this.requireProject(projectId, userId);
    if (isAtLeast(project.levels.get(userId), 'CONTRIBUTE')) return project;
    throw new PermissionDenied(`CONTRIBUTE permission required in ${projectId} to perform this action`);
  }

  /** The latest try of an execution that the user may view; throws otherwise. */
  requireExecution(id: string, userId: string): ExecutionRecord {
    const record = this.executions.get(id);
    if (record === undefined) throw entityNotFound(id);
    if (typeof record.wire.project === 'string') this.requireProject(record.wire.project, userId);
    return record;
  }

  /**
   * The same for a change: the user launched it or may contribute to its project.
   *
   * Footing: documented for terminate; assumed for tags and properties.
   */
  requireChangeableExecution(id: string, userId: string): ExecutionRecord {
    const record = this.requireExecution(id, userId);
    const project = this.projects.get(record.wire.project ?? '');
    if (record.wire.launchedBy === userId || isAtLeast(project?.levels.get(userId), 'CONTRIBUTE'))
      return record;
    throw new PermissionDenied(
      `CONTRIBUTE permission required in ${String(record.wire.project)} to perform this action`,
    );
  }
}

/** The SHA-256 of a token in hexadecimal, which is also what `destroyAuthToken` calls its signature. */
export const toTokenSignature = (token: string): string => createHash('sha256').update(token).digest('hex');
