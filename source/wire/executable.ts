/**
 * An applet, app or workflow as its describe returns it. Times are milliseconds since the Unix epoch.
 *
 * Source: https://documentation.dnanexus.com/developer/api/running-analyses/applets-and-entry-points
 */
export interface WireExecutable {
  id: string;
  class?: 'applet' | 'app' | 'workflow' | 'globalworkflow';
  project?: string;
  name?: string;
  title?: string;
  summary?: string;
  state?: string;
  folder?: string;
  hidden?: boolean;
  created?: number;
  modified?: number;
  /** A plain user ID for apps. */
  createdBy?: {user: string} | string;
  dxapi?: string;
  inputSpec?: WireParameter[];
  outputSpec?: WireParameter[];
  runSpec?: Record<string, unknown>;
  access?: Record<string, unknown>;
  /** Whether its jobs always run, although an equal one is done. */
  ignoreReuse?: boolean;
  /** Apps only. */
  version?: string;
  aliases?: string[];
  installed?: boolean;
  published?: number;
  deleted?: boolean;
  billTo?: string;
  openSource?: boolean;
  /** Whether the caller is one of its developers. */
  isDeveloperFor?: boolean;
  /** Workflows only. */
  stages?: WireWorkflowStage[];
  /** Global workflows only: the workflow of each region. */
  regionalOptions?: Record<string, {workflow: string}>;
}

/** One input or output of an executable, as `inputSpec` and `outputSpec` list them. */
export interface WireParameter {
  name: string;
  /** `int`, `float`, `string`, `boolean`, `hash`, `file`, `record`, `applet`, or `array:` and one of these. */
  class: string;
  optional?: boolean;
  default?: unknown;
  choices?: unknown[];
  label?: string;
  help?: string;
  patterns?: string[];
  /** In the specification of a workflow: the stage and the name there. */
  stage?: string;
  group?: string;
}

/** One stage of a workflow. */
export interface WireWorkflowStage {
  id: string;
  name?: string;
  executable?: string;
  folder?: string | null;
  /** Bound inputs; `{"$dnanexus_link": {"stage", "outputField"}}` takes the output of another stage. */
  input?: Record<string, unknown>;
  executionPolicy?: Record<string, unknown>;
  systemRequirements?: Record<string, unknown>;
  accessible?: boolean;
}
