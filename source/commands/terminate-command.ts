import type {Command} from 'commander';
import {formatPrice} from '../format/price.ts';
import {changeObstacle, MOST_WITHOUT_COUNT} from '../model/change.ts';
import {ConfigError, toSentence} from '../model/errors.ts';
import type {Execution} from '../model/execution.ts';
import {type CommandContext, print, toExecutionId} from './command-context.ts';
import {EXIT_DECLINED, runPlain, say} from './plain-command.ts';
import {askLine, askWord, canAsk, isYes} from './prompt.ts';

/** Some executions could not be terminated. */
const EXIT_SOME_FAILED = 1;

/** `dxtop terminate JOB…`. */
export const addTerminateCommand = (program: Command, context: CommandContext): void => {
  program
    .command('terminate <execution...>')
    .description('end jobs and analyses, after showing which and asking')
    .option('-y, --yes', 'do not ask; needed where there is no terminal to ask on')
    .action((ids: string[], {yes = false}: {yes?: boolean}) => runPlain(() => terminate(context, ids, yes)));
};

const terminate = async (
  context: CommandContext,
  texts: readonly string[],
  isSure: boolean,
): Promise<number> => {
  const ids = [...new Set(texts)].map(toExecutionId);
  const {openServices} = await import('./open-services.ts');
  const services = await openServices(context);
  try {
    const {platform} = services;
    const described: Execution[] = [];
    for (const id of ids) described.push(await platform.describeExecution(id, {}));
    const targets = described.filter((execution) => {
      const obstacle = changeObstacle({kind: 'terminate'}, execution);
      if (obstacle !== undefined) print(`left out  ${execution.id}  ${execution.name ?? ''}: ${obstacle}\n`);
      return obstacle === undefined;
    });
    for (const {id, name, state, price} of targets)
      print(`${state}  ${id}  ${name ?? ''}  ${price ? formatPrice(price) : ''}\n`);
    if (targets.length === 0) return 0;
    if (!isSure && !(await ask(targets.length))) {
      print('Nothing was sent.\n');
      return EXIT_DECLINED;
    }

    let status = 0;
    for (const {id, state: plannedState} of targets) {
      try {
        const now = await platform.describeExecution(id, {});
        const obstacle = changeObstacle({kind: 'terminate'}, now, plannedState);
        if (obstacle === undefined) await platform.terminateExecution(id);
        print(obstacle === undefined ? `terminated  ${id}\n` : `left out  ${id}: ${obstacle}\n`);
      } catch (error) {
        status = EXIT_SOME_FAILED;
        say(`${id}: ${toSentence(error)}`);
      }
    }

    return status;
  } finally {
    services.close();
  }
};

/** The answer is No unless it is yes; above a few, unless it is their number. Rejects with `CancelError` at Ctrl-C. */
const ask = async (count: number): Promise<boolean> => {
  // What it is about is on standard output.
  if (!canAsk() || !process.stdout.isTTY)
    throw new ConfigError('There is no terminal to ask on, so nothing was sent.', 'Repeat it with --yes.');
  return count > MOST_WITHOUT_COUNT
    ? await askWord(`Type ${String(count)} to terminate them: `, String(count))
    : isYes(await askLine('Terminate? What runs in them is lost. y/N '));
};
