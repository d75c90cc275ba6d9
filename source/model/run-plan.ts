import type {StartableName} from './executable.ts';
import type {AnalysisId, ExecutionId} from './ids.ts';
import type {ProjectId} from './project.ts';
import type {RunInput} from './run-input.ts';
import type {SafeText} from './safe-text.ts';

/**
 * For which failures a worker can be held.
 * Source: https://documentation.dnanexus.com/developer/apps/execution-environment/connecting-to-jobs
 */
export const DEBUG_REASONS = [
  'AppError',
  'AppInternalError',
  'AppInsufficientResourceError',
  'ExecutionError',
] as const;

/** How soon it runs, and what that costs. */
export const PRIORITIES = ['low', 'normal', 'high'] as const;

/** What is to run: an app, an applet or a workflow, or the workflow of an analysis with what went in then. */
export interface RunSubject {
  readonly id: StartableName | AnalysisId;
  readonly name: SafeText | undefined;
}

/** What the entry points of an executable run on, each by its name, in the platform's own form. */
export type Requirements = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** An execution that is to be started. Absent is what the platform is to decide; texts are as they were typed. */
export interface RunPlan {
  readonly executable: RunSubject;
  /** The execution that runs again, and what went in; `undefined` for something new. */
  readonly again?: {readonly id: ExecutionId; readonly input: RunInput} | undefined;
  readonly project: ProjectId;
  /** What goes in; for the workflow of an analysis only what differs from then. */
  readonly input: RunInput;
  readonly folder?: string | undefined;
  readonly name?: string | undefined;
  readonly tags: readonly string[];
  readonly properties: Readonly<Record<string, string>>;
  /** For every entry point; it goes before that in `requirements`. */
  readonly instanceType?: string | undefined;
  readonly requirements?: Requirements | undefined;
  readonly requirementsByExecutable?: Readonly<Record<string, unknown>> | undefined;
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
  /** What is kept with it for whoever asks. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}
