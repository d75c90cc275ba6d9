import type {SessionOutcome} from '../model/session.ts';

/** What to tell the user of an attach that is over, in one line; `isError` when something went wrong. */
export const formatOutcome = (name: string, outcome: SessionOutcome): {text: string; isError: boolean} => {
  switch (outcome.kind) {
    case 'detached':
      return {
        text: outcome.isResumable
          ? `Detached from ${name}; the session lives on.`
          : `Detached from ${name}; its shell stays open only as long as dxtop runs (no tmux on the worker).`,
        isError: false,
      };
    case 'exited': {
      const how = outcome.signal ? `signal ${outcome.signal}` : `status ${String(outcome.status ?? 0)}`;
      return {text: `The shell on ${name} ended with ${how}.`, isError: false};
    }

    case 'left':
      return {
        text: `The link to ${name} is closed (${outcome.reason}); the session lives on.`,
        isError: false,
      };
    case 'given-up':
      return {text: `Gave up on ${name}: ${outcome.reason}.`, isError: true};
    case 'job-over': {
      const why = [outcome.reason, outcome.message]
        .filter((word) => word !== undefined && word !== '')
        .join(': ');
      return {
        text: `${name} is ${outcome.state}${why === '' ? '' : ` (${why})`}.`,
        isError: outcome.state !== 'done',
      };
    }

    case 'refused':
      return {text: `${outcome.summary} ${outcome.remedy}`.trim(), isError: true};
    case 'cancelled':
      return {text: `Not attached to ${name}: cancelled.`, isError: false};
    case 'terminal-gone':
      return {text: 'The terminal is gone.', isError: true};
  }
};
