import type {DashboardOptions} from '../run-dashboard.tsx';
import {type CommandContext, requireTerminal} from './command-context.ts';

/** Runs the dashboard, or one attach, and ends the program with its status. */
export const runDashboardCommand = async (
  context: CommandContext,
  options: Omit<DashboardOptions, keyof CommandContext> = {},
): Promise<never> => {
  requireTerminal(context);
  const {runDashboard} = await import('../run-dashboard.tsx');
  process.exitCode = await runDashboard({
    ...options,
    ...context,
    afterAttach: async (...facts) => {
      // Most attaches end without the question.
      const {offerToClose} = await import('./offer-to-close.ts');
      await offerToClose(...facts);
    },
  });
  // Sockets that are still closing must not keep the prompt waiting.
  process.exit();
};
