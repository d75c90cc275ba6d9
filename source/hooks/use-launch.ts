import {useCallback, useEffect, useRef, useState} from 'react';
import {ApiError, toSentence} from '../model/errors.ts';
import type {FormerRun} from '../model/former-run.ts';
import type {ExecutionId} from '../model/ids.ts';
import type {Project} from '../model/project.ts';
import {type RerunWishes, toRerunPlan} from '../model/rerun-plan.ts';
import type {RunPlan} from '../model/run-plan.ts';
import {clean, type SafeText} from '../model/safe-text.ts';
import {readChangedInput} from '../services/changes/read-changed-input.ts';
import {isUncertain} from '../services/changes/run-starter.ts';
import {findLoginAddresses} from '../services/ssh/find-login-addresses.ts';
import {useServices} from './services.ts';

/** What is known of an execution that is to run again. */
export interface LaunchFacts {
  readonly former: FormerRun;
  readonly project: Project;
  /** The address that the platform sees us come from; `undefined` when it does not say. */
  readonly ownAddress: string | undefined;
}

/** What the user wants to be another way, as the form has it; of `input` what differs from then. */
export interface LaunchWishes
  extends
    Pick<
      RunPlan,
      'name' | 'instanceType' | 'priority' | 'debugOn' | 'isReuseIgnored' | 'costLimit' | 'folder' | 'input'
    >,
    Pick<RerunWishes, 'tags'> {
  /** Whether anybody may log in at all; with no address named it is we alone. */
  readonly hasSsh: boolean;
  readonly addresses: readonly string[];
}

/** How far a launch has come. */
export type LaunchPhase =
  | {readonly kind: 'looking'}
  /** What ran cannot be read: nothing can be done but to look again. */
  | {readonly kind: 'unknown'; readonly sentence: SafeText}
  /** With what is wrong about the last attempt; empty before one. */
  | {readonly kind: 'form'; readonly facts: LaunchFacts; readonly problem: SafeText}
  | {readonly kind: 'preparing'; readonly facts: LaunchFacts}
  | {readonly kind: 'asking'; readonly facts: LaunchFacts; readonly plan: RunPlan}
  | {readonly kind: 'starting'; readonly facts: LaunchFacts; readonly plan: RunPlan}
  | {readonly kind: 'started'; readonly id: ExecutionId};

/** A launch that is under way, and what can be done about it. */
export interface LaunchControl {
  readonly phase: LaunchPhase;
  /** Reads again what ran. */
  readonly look: () => void;
  /** Makes the plan that is asked about. */
  readonly prepare: (wishes: LaunchWishes) => void;
  /** Back to the form. */
  readonly decline: () => void;
  /** Starts what was asked about. */
  readonly confirm: () => void;
}

const NO_PROBLEM = clean('');
const UNCERTAIN =
  'Whether it was started is not known: look at the list. Run with nothing changed within the hour, it is started once.';

const describeProblem = (error: unknown): SafeText => {
  if (isUncertain(error)) return clean(`${toSentence(error)} ${UNCERTAIN}`);
  const isMistyped = error instanceof ApiError && error.type === 'InvalidInput';
  return clean(`${toSentence(error)}${isMistyped ? ' Change what it names, and run it again.' : ''}`);
};

/**
 * Runs an execution again, step by step; begins by asking how it was started. What has begun is brought to its end: when
 * nobody looks any more, a notice says how it went.
 *
 * @param started what an earlier look at the same launch has started already
 */
export const useLaunch = (
  id: ExecutionId,
  started: ExecutionId | undefined,
  onStarted: (id: ExecutionId) => void,
): LaunchControl => {
  const {platform, startRun, notices} = useServices();
  const [phase, setPhase] = useState<LaunchPhase>(
    started === undefined ? {kind: 'looking'} : {kind: 'started', id: started},
  );
  const isGone = useRef(false);
  const show = useCallback((next: LaunchPhase) => {
    if (!isGone.current) setPhase(next);
  }, []);

  const look = useCallback(() => {
    setPhase({kind: 'looking'});
    const ask = async (): Promise<LaunchPhase> => {
      const [former, {clientIp}] = await Promise.all([
        platform.describeFormerRun(id),
        platform.whoami({clientIp: true}),
      ]);
      const project = await platform.describeProject(former.project);
      return {kind: 'form', facts: {former, project, ownAddress: clientIp}, problem: NO_PROBLEM};
    };
    void ask()
      .catch((error: unknown): LaunchPhase => ({kind: 'unknown', sentence: clean(toSentence(error))}))
      .then(show);
  }, [platform, id, show]);

  // What this very launch starts later is told by its phase.
  const wasStarted = useRef(started !== undefined);
  useEffect(() => {
    isGone.current = false;
    if (!wasStarted.current) look();
    return () => {
      isGone.current = true;
    };
  }, [look]);

  return {
    phase,
    look,
    prepare: ({hasSsh, addresses, input, ...wishes}) => {
      if (phase.kind !== 'form') return;
      const {facts} = phase;
      setPhase({kind: 'preparing', facts});
      const make = async (): Promise<LaunchPhase> => {
        const json = Object.keys(input).length === 0 ? undefined : input;
        const rerun: RerunWishes = {
          ...wishes,
          ...(await readChangedInput(platform, facts.former, {typed: [], json, isWhole: false})),
          allowSSH: hasSsh ? await findLoginAddresses(platform, addresses) : [],
          isWorkspaceKept: false,
        };
        return {kind: 'asking', facts, plan: toRerunPlan(facts.former, rerun)};
      };
      void make()
        .catch((error: unknown): LaunchPhase => ({kind: 'form', facts, problem: clean(toSentence(error))}))
        .then(show);
    },
    decline: () => {
      if (phase.kind === 'asking') setPhase({kind: 'form', facts: phase.facts, problem: NO_PROBLEM});
    },
    confirm: () => {
      if (phase.kind !== 'asking') return;
      const {facts, plan} = phase;
      setPhase({kind: 'starting', facts, plan});
      void startRun(plan).then(
        (newId) => {
          if (isGone.current) notices.post(clean(`Started ${newId}: ${plan.name ?? ''}`));
          else setPhase({kind: 'started', id: newId});
          onStarted(newId);
        },
        (error: unknown) => {
          const problem = describeProblem(error);
          if (isGone.current) notices.post(clean(`${plan.name ?? id} was not started. ${problem}`));
          else setPhase({kind: 'form', facts, problem});
        },
      );
    },
  };
};
