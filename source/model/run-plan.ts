import type {Executable} from './executable.ts';
import type {ProjectId} from './project.ts';
import type {RunInput} from './run-input.ts';

/** A job that is to be started. Absent is what the platform is to decide; texts are as they were typed. */
export interface RunPlan {
  readonly executable: Executable;
  readonly project: ProjectId;
  readonly input: RunInput;
  readonly folder?: string | undefined;
  readonly name?: string | undefined;
  readonly tags: readonly string[];
  readonly properties: Readonly<Record<string, string>>;
  readonly instanceType?: string | undefined;
  readonly priority?: string | undefined;
  /** Literal addresses or ranges; `[]` keeps SSH closed. */
  readonly allowSSH: readonly string[];
  /** For which failures the worker is held. */
  readonly debugOn: readonly string[];
  /** Whether it runs although an equal job is done whose output it could take. */
  readonly isReuseIgnored: boolean;
  readonly isWorkspaceKept: boolean;
  /** In the currency of who pays. */
  readonly costLimit?: number | undefined;
}
