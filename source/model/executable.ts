import type {SafeText} from './safe-text.ts';

/** What can be run as one job, by its ID; an app also by its name and version, as in `app-fastqc/1.2.0`. */
export type RunnableName = `applet-${string}` | `app-${string}`;

/** Whether a text names an applet or an app. It becomes part of an address: no dot begins a part of it. */
export const isRunnableName = (text: string): text is RunnableName =>
  /^(?:applet-[0-9A-Za-z]{24}|app-[0-9A-Za-z_][\w.-]{0,200}(?:\/[0-9A-Za-z_][\w.+-]{0,100})?)$/.test(text);

/** An app or an applet, as far as it matters before a run. */
export interface Executable {
  /** Its ID, even where it was asked for by name. */
  readonly id: RunnableName;
  readonly name: SafeText | undefined;
  /** What goes in; `undefined` where it does not say: then everything may. */
  readonly parameters: readonly InputParameter[] | undefined;
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
