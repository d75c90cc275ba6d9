import type {Command} from 'commander';
import {formatDetail} from '../format/execution-detail.ts';
import {type CommandContext, toExecutionId} from './command-context.ts';
import {openServices} from './open-services.ts';
import {printJson, printLines, runPlain} from './plain-command.ts';
import {toPrintStyle} from './print-style.ts';

/** `dxtop describe EXECUTION`. */
export const addDescribeCommand = (program: Command, context: CommandContext): void => {
  program
    .command('describe <execution>')
    .description('print what the overview of a job or an analysis says')
    .option('--json', 'what the platform says, as it says it, like `dx describe --json`')
    .action((execution: string, {json = false}: {json?: boolean}) =>
      runPlain(() => describe(context, execution, json)),
    );
};

const describe = async (context: CommandContext, text: string, isJson: boolean): Promise<number> => {
  const id = toExecutionId(text);
  const services = await openServices(context);
  const {platform} = services;
  try {
    if (isJson) {
      printJson(await platform.describeRaw(id));
      return 0;
    }

    const execution = await platform.describeExecution(id);
    // Whoever searches for a word of a message wants its line as a whole.
    const style = toPrintStyle(context, Infinity);
    printLines(formatDetail(execution, {...style, nowMs: Date.now()}));
    return 0;
  } finally {
    services.close();
  }
};
