import type {RunnableName} from './executable.ts';
import type {Price} from './execution.ts';
import type {AnalysisId, JobId} from './ids.ts';
import type {ProjectId} from './project.ts';
import type {RunInput} from './run-input.ts';
import type {Requirements} from './run-plan.ts';
import type {SafeText} from './safe-text.ts';

/** How a job or an analysis was started, as far as it matters for starting it again. */
export type FormerRun = FormerJobRun | FormerAnalysisRun;

/** Texts that are sent again are as the platform has them, and not to be shown before `clean()`. */
interface FormerFacts {
  readonly name: string;
  readonly executableName: SafeText | undefined;
  readonly project: ProjectId;
  readonly folder: string;
  readonly tags: readonly string[];
  readonly properties: Readonly<Record<string, string>>;
  readonly priority: string | undefined;
  /** What was given then; defaults of the executable are not in it. */
  readonly input: RunInput;
  /** What it has cost, with all below it; `undefined` when the platform does not say. */
  readonly price: Price | undefined;
}

/** A job, with what its app or applet was asked to run on. */
export interface FormerJobRun extends FormerFacts {
  readonly id: JobId;
  readonly executable: RunnableName;
  readonly requirements: Requirements;
  /** The same for the executables below it. */
  readonly requirementsByExecutable: Readonly<Record<string, unknown>>;
}

/** An analysis; what its stages ran on is known to the platform alone. */
export interface FormerAnalysisRun extends FormerFacts {
  readonly id: AnalysisId;
  /** `workflow-xxxx`, or a global one. */
  readonly executable: SafeText;
}

/** Whether what ran was a job. */
export const isJobRun = (former: FormerRun): former is FormerJobRun => former.id.startsWith('job-');
