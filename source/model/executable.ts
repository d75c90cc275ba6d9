import type {SafeText} from './safe-text.ts';

/** What can be run as one job, by its ID; an app also by its name and version, as in `app-fastqc/1.2.0`. */
export type RunnableName = `applet-${string}` | `app-${string}`;

/** Whether a text names an applet or an app. It becomes part of an address: no dot begins a part of it. */
export const isRunnableName = (text: string): text is RunnableName =>
  /^(?:applet-[0-9A-Za-z]{24}|app-[0-9A-Za-z_][\w.-]{0,200}(?:\/[0-9A-Za-z_][\w.+-]{0,100})?)$/.test(text);

/** A workflow's ID; what runs it is an analysis. */
export type WorkflowId = `workflow-${string}`;

/** Whether a text is the ID of a workflow in the platform's form. */
export const isWorkflowId = (text: string): text is WorkflowId => /^workflow-[0-9A-Za-z]{24}$/.test(text);

/** Whatever can be started. */
export type StartableName = RunnableName | WorkflowId;

/** Whether a text names something that can be started. */
export const isStartableName = (text: string): text is StartableName =>
  isRunnableName(text) || isWorkflowId(text);

/** An app, an applet or a workflow, as far as it matters before a run. */
export interface Executable {
  /** Its ID, even where it was asked for by name. */
  readonly id: StartableName;
  readonly name: SafeText | undefined;
  /**
   * What goes in, for a stage of a workflow as `stage-xxxx.name`; `undefined` where it does not say: then everything may,
   * or a stage is hidden from the user.
   */
  readonly parameters: readonly InputParameter[] | undefined;
  /** Of a workflow, in their order; `[]` for anything else. */
  readonly stages: readonly ExecutableStage[];
}

/** One stage of a workflow. */
export interface ExecutableStage {
  readonly id: SafeText;
  readonly name: SafeText | undefined;
}

/** One input of an executable. */
export interface InputParameter {
  readonly name: SafeText;
  /** `int`, `float`, `string`, `boolean`, `hash`, `file`, `record`, `applet`, or `array:` and one of these. */
  readonly class: SafeText;
  /** Whether it may be left out: it is optional, or has a default. */
  readonly isOptional: boolean;
  /** The only values there are; `undefined` for any. */
  readonly choices: readonly unknown[] | undefined;
}
