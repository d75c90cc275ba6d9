import type {ExecutionTree, TreeNode} from '../execution-tree.ts';
import {type Alert, type AttentionLimits, toCauseKey} from './alert.ts';
import {watchFailures} from './failure-groups.ts';
import {type AlertFacts, findAlerts, hasProgress} from './find-alerts.ts';
import {watchStateTimes} from './state-times.ts';

/** One execution that needs attention, and why. */
export interface AttentionMember {
  readonly node: TreeNode;
  readonly alert: Alert;
}

/** Executions that need attention for the same cause. */
export interface AttentionCause {
  /** The same as long as the cause is. */
  readonly key: string;
  readonly kind: Alert['kind'];
  /** Newest first; never empty. */
  readonly members: readonly AttentionMember[];
}

/** What needs attention at one moment. */
export interface Attention {
  /** The cause with the newest member first. */
  readonly causes: readonly AttentionCause[];
  /** How many executions were looked at. */
  readonly lookedAtCount: number;
  /** How many of them have not ended. */
  readonly activeCount: number;
}

/** Finds what needs attention in a tree that goes on changing. */
export interface AttentionBook {
  readonly read: (facts: {
    readonly nowMs: number;
    /** See `AlertFacts`. */
    readonly lastSession: AlertFacts['lastSession'];
    /** See `AlertFacts`; nothing is measured when absent. */
    readonly metricsOf?: AlertFacts['metricsOf'];
  }) => Attention;
  /** Stops following the tree. */
  readonly close: () => void;
}

/** Nothing has been looked at. */
export const NO_ATTENTION: Attention = {causes: [], lookedAtCount: 0, activeCount: 0};

/**
 * Follows a tree. Failures, which may be tens of thousands, are put in their places as they come; what has not ended is
 * looked at in each `read`, because the time alone can make it need attention.
 */
export const createAttentionBook = (tree: ExecutionTree, limits: AttentionLimits): AttentionBook => {
  const times = watchStateTimes(tree);
  const failures = watchFailures(tree, times.sinceMs);
  /** When something was last seen to be on its way below a root. */
  const progress = new Map<TreeNode, number>();

  const noteProgress = (nowMs: number) => {
    for (const root of progress.keys()) if (!tree.active.has(root)) progress.delete(root);
    for (const node of tree.active) {
      if (node.parent || node.children.length === 0) continue;
      if (hasProgress(node, tree.summarize(node))) progress.set(node, nowMs);
    }
  };

  const findActive = ({
    nowMs,
    lastSession,
    metricsOf,
  }: Pick<AlertFacts, 'nowMs' | 'lastSession' | 'metricsOf'>) => {
    const facts: AlertFacts = {
      nowMs,
      limits,
      sinceMs: times.sinceMs,
      summarize: tree.summarize,
      lastProgressMs: (root) => progress.get(root),
      lastSession,
      metricsOf,
    };
    const byCause = new Map<string, AttentionMember[]>();
    for (const node of tree.active) {
      for (const alert of findAlerts(node, facts)) {
        const key = toCauseKey(alert, node);
        const members = byCause.get(key);
        if (members) members.push({node, alert});
        else byCause.set(key, [{node, alert}]);
      }
    }

    return [...byCause].map(([key, members]): AttentionCause => {
      members.sort((a, b) => timeOf(b) - timeOf(a));
      return {key, kind: members[0]?.alert.kind ?? 'failed', members};
    });
  };

  const memberOf = new WeakMap<readonly TreeNode[], readonly AttentionMember[]>();
  const toMembers = (nodes: readonly TreeNode[]): readonly AttentionMember[] => {
    let members = memberOf.get(nodes);
    if (!members) {
      members = nodes.map((node) => ({node, alert: {kind: 'failed', sinceMs: times.sinceMs(node)}}));
      memberOf.set(nodes, members);
    }

    return members;
  };

  return {
    read({nowMs, lastSession, metricsOf = () => []}) {
      noteProgress(nowMs);
      const failed = failures
        .read(nowMs - limits.failedMs)
        .map(({key, nodes}): AttentionCause => ({key, kind: 'failed', members: toMembers(nodes)}));
      const causes = [...failed, ...findActive({nowMs, lastSession, metricsOf})].sort(
        (a, b) => timeOf(b.members[0]) - timeOf(a.members[0]),
      );
      return {causes, lookedAtCount: tree.count, activeCount: tree.active.size};
    },
    close() {
      times.close();
      failures.close();
    },
  };
};

/** What nobody knows the time of may have been just now. */
const timeOf = (member: AttentionMember | undefined): number =>
  member?.alert.sinceMs ?? Number.MAX_SAFE_INTEGER;
