import type {Command} from 'commander';
import type {BaseServices} from '../create-services.ts';
import {type ExplanationFacts, formatExplanation} from '../format/explanation.ts';
import {toSentence} from '../model/errors.ts';
import {explainFailure, type Explanation} from '../services/failure/explain-failure.ts';
import {type CommandContext, toExecutionId} from './command-context.ts';
import {openServices} from './open-services.ts';
import {printLines, runPlain} from './plain-command.ts';
import {toPrintStyle} from './print-style.ts';

/** `dxtop why EXECUTION`. */
export const addWhyCommand = (program: Command, context: CommandContext): void => {
  program
    .command('why <execution>')
    .description('say why a job or an analysis failed: the first cause in its tree, and what to do')
    .action((execution: string) => runPlain(() => explain(context, execution)));
};

const explain = async (context: CommandContext, text: string): Promise<number> => {
  const id = toExecutionId(text);
  const services = await openServices(context);
  try {
    const explanation = await explainFailure(services.platform, id);
    const log = await readLog(services, explanation);
    printLines(formatExplanation({...explanation, log}, toPrintStyle(context)));
    return 0;
  } finally {
    services.close();
  }
};

/** The end of the cause's log; that it cannot be read is no reason to keep silent about the rest. */
const readLog = async (
  {logs}: Pick<BaseServices, 'logs'>,
  {cause}: Explanation,
): Promise<ExplanationFacts['log']> => {
  if (cause?.execution.class !== 'job') return undefined;
  const {id, tryNumber} = cause.execution;
  try {
    return {...(await logs.readLastErrorLines(id, {jobTry: tryNumber})), trouble: ''};
  } catch (error) {
    return {lines: undefined, areErrors: true, trouble: `Its log could not be read: ${toSentence(error)}`};
  }
};
