import type {ExecutionTree, TreeNode} from '../../model/execution-tree.ts';
import {
  findHappenings,
  type Happening,
  HOLD_MS,
  toHappeningSentence,
  toPlainName,
} from '../../model/happening.ts';
import {type FindLastSession, toLastSessions} from '../../model/idle.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import type {SpendingWarning} from '../../model/spending.ts';
import type {UserSettings} from '../settings/settings-table.ts';
import type {SessionRegistry} from '../storage/session-registry.ts';
import type {ToldStore} from '../storage/told-store.ts';
import {runUserCommand} from './run-user-command.ts';
import type {BadgeWord} from '../terminal/title-badge.ts';
import {followTree, type TreeFollower} from './follow-tree.ts';
import {chooseProtocol, toNotification} from './terminal-notification.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How far the platform's clock may be behind ours. */
const SKEW_MS = 5000;
/** More at once are told together, or they would leave no room for the list. */
const MOST_NOTICES = 2;

const BADGE_WORDS: Readonly<Record<Happening['kind'], BadgeWord>> = {
  done: 'done',
  failed: 'failed',
  held: 'held',
  holdEnding: 'hold ending',
  idle: 'idle',
};

/** Looks at what is known of the executions, and tells the user what happened. */
export interface Notifier {
  /** Tells of what is new in this tree, with `launchedBy` only of that user's. Call it each time it has changed; it reads what has, and what has not ended. */
  observe(tree: ExecutionTree, launchedBy?: string): void;
  /** Tells of each spending limit that is near, and again when it is reached; once in each month. */
  warn(warnings: readonly SpendingWarning[]): void;
}

/** What a notifier needs. */
export interface NotifierServices {
  readonly rules: UserSettings['notifications'];
  readonly told: ToldStore;
  readonly registry: Pick<SessionRegistry, 'list'>;
  readonly post: (notice: SafeText) => void;
  /** Writes to the terminal while the dashboard has it. */
  readonly write: (sequence: string) => void;
  /** Counts it in the window's title while a session has the terminal; does nothing otherwise. */
  readonly badge: (word: BadgeWord) => void;
  readonly environment: NodeJS.ProcessEnv;
  readonly now: () => number;
}

/**
 * Makes a notifier. It tells of what happened since it was made, and of nothing that this or another dxtop has told
 * before. A title or notification carries a fixed sentence and a name of plain letters only (threat-model T-5).
 */
export const createNotifier = ({
  rules,
  told,
  registry,
  post,
  write,
  badge,
  environment,
  now,
}: NotifierServices): Notifier => {
  const sinceMs = now() - SKEW_MS;
  const protocol = rules.protocol === 'auto' ? chooseProtocol(environment) : rules.protocol;
  const limits = {
    holdMs: HOLD_MS,
    holdEndingMs: rules.holdEndingMinutes * MINUTE_MS,
    idleMs: rules.idleHours * HOUR_MS,
  };
  const tell = (happening: Happening): void => {
    const ways = rules[happening.kind];
    if (ways.includes('terminal'))
      write(
        toNotification(
          protocol,
          toHappeningSentence({...happening, name: clean(toPlainName(happening.name))}),
        ),
      );
    if (ways.includes('bell')) write('\u0007');
    if (ways.includes('title')) badge(BADGE_WORDS[happening.kind]);
    if (ways.includes('command') && rules.command.length > 0)
      runUserCommand(
        rules.command,
        {
          event: happening.kind,
          id: happening.id,
          name: happening.name,
          text: toHappeningSentence(happening),
        },
        environment,
        post,
      );
  };

  const tellSpending = ({payer, left}: SpendingWarning): void => {
    const ways = rules.spending;
    const isReached = left <= 0;
    const text = `${toPlainName(payer)} ${isReached ? 'has reached' : 'is near'} its spending limit.`;
    if (ways.includes('terminal')) write(toNotification(protocol, text));
    if (ways.includes('bell')) write('\u0007');
    if (ways.includes('title')) badge('spending limit');
    if (ways.includes('command') && rules.command.length > 0)
      runUserCommand(rules.command, {event: 'spending', id: payer, name: payer, text}, environment, post);
  };
  let follower: TreeFollower | undefined;
  return {
    warn(warnings) {
      const nowMs = now();
      const month = new Date(nowMs).toISOString().slice(0, 7);
      for (const warning of warnings) {
        const key = `${warning.payer} ${month} ${warning.left <= 0 ? 'spent' : 'nearly spent'}`;
        if (rules.spending.length > 0 && told.claim(key, nowMs)) tellSpending(warning);
      }
    },
    observe(tree, launchedBy) {
      if (follower?.tree !== tree) {
        follower?.close();
        follower = followTree(tree, sinceMs);
      }

      const {times} = follower;
      const nowMs = now();
      const shown: Happening[] = [];
      // Read once at most, and only when somebody's sessions matter.
      let sessions: FindLastSession | undefined;
      const lastSession: FindLastSession = (job) => (sessions ??= toLastSessions(registry.list()))(job);
      const look = (node: TreeNode): void => {
        if (launchedBy !== undefined && node.execution.launchedBy !== launchedBy) return;
        const stateSinceMs = times.sinceMs(node);
        for (const happening of findHappenings(node.execution, limits, {nowMs, stateSinceMs, lastSession})) {
          if (happening.kind === 'held' && (stateSinceMs ?? 0) < sinceMs) continue;
          if (rules[happening.kind].length > 0 && told.claim(happening.key, nowMs)) {
            tell(happening);
            if (rules[happening.kind].includes('dashboard')) shown.push(happening);
          }
        }
      };
      for (const node of follower.takeEnded()) look(node);
      for (const node of tree.active) look(node);
      if (shown.length > MOST_NOTICES) post(clean(summarise(shown), 300));
      else for (const happening of shown) post(clean(toHappeningSentence(happening), 300));
    },
  };
};

/** Several happenings in one sentence: `3 failed, 1 held: align, sort, call, fold.` */
const summarise = (happenings: readonly Happening[]): string => {
  const words = {
    done: 'done',
    failed: 'failed',
    held: 'held',
    holdEnding: 'about to lose their hold',
    idle: 'without a session for long',
  };
  const counts = Object.entries(Object.groupBy(happenings, ({kind}) => kind)).map(
    ([kind, group]) => `${group.length} ${words[kind as Happening['kind']]}`,
  );
  return `${counts.join(', ')}: ${happenings.map(({name}) => name).join(', ')}.`;
};
