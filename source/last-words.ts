import type {AppResult} from './app.tsx';
import {formatOutcome} from './format/outcome.ts';
import {formatSetupResult} from './format/ssh-key.ts';
import type {SessionOutcome, SessionRecord} from './model/session.ts';

/** Says the last words at the prompt, and answers the exit status: the shell's own, or 255 as with ssh. */
export const conclude = (result: AppResult | undefined, alive: SessionRecord | undefined): number => {
  if (result && 'outcome' in result) {
    const {text} = formatOutcome(result.jobName, result.outcome);
    process.stderr.write(`dxtop: ${text}\n`);
    return toExitStatus(result.outcome);
  }

  if (alive)
    process.stderr.write(
      `dxtop: the session on ${alive.jobName} may still be alive; dxtop attach goes back.\n`,
    );
  return 0;
};

/** Says at the prompt what the set-up has done; 1 when it has done nothing. */
export const concludeSetup = (result: AppResult | undefined): number => {
  if (!result || !('setup' in result)) {
    process.stderr.write('dxtop: nothing was changed.\n');
    return 1;
  }
  const lines =
    result.setup === 'revoked' ? ['Your account has no SSH key now.'] : formatSetupResult(result.setup);
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  return 0;
};

const toExitStatus = (outcome: SessionOutcome): number => {
  if (outcome.kind === 'exited') return outcome.status ?? 255;
  return outcome.kind === 'detached' || outcome.kind === 'left' ? 0 : 255;
};
