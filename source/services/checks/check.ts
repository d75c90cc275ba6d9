import type {CheckAction, CheckName} from '../../model/check.ts';
import type {CheckFacts} from './check-facts.ts';

/** What a check found. What it throws is a failure too, or a reason to skip it: see `FactError`. */
export type CheckResult =
  | {readonly state: 'passed' | 'skipped'; readonly found: string}
  | {
      readonly state: 'noted' | 'failed';
      readonly found: string;
      readonly remedy: string;
      readonly action?: CheckAction;
    };

/** One thing to look at. */
export interface Check {
  readonly name: CheckName;
  /** Looks at it. May throw `FactError` and any of our errors. */
  readonly run: (facts: CheckFacts) => Promise<CheckResult>;
}

/** All is well. */
export const passed = (found: string): CheckResult => ({state: 'passed', found});

/** Nothing to look at, and why. */
export const skipped = (found: string): CheckResult => ({state: 'skipped', found});

/** Worth knowing, and no obstacle. */
export const noted = (found: string, remedy: string): CheckResult => ({state: 'noted', found, remedy});

/** An obstacle: its cause, and what to do about it. */
export const failed = (found: string, remedy: string, action?: CheckAction): CheckResult => ({
  state: 'failed',
  found,
  remedy,
  ...(action && {action}),
});
