import type {Command} from 'commander';
import {createServices} from '../create-services.ts';
import {createPalette} from '../format/palette.ts';
import {formatExplanation} from '../format/explanation.ts';
import {explainFailure} from '../services/failure/explain-failure.ts';
import {type CommandContext, toExecutionId} from './command-context.ts';
import {printLines, runPlain} from './plain-command.ts';

/** How wide a text is that goes to a file or a pipe. */
const PLAIN_COLUMNS = 100;

/** `dxtop why EXECUTION`. */
export const addWhyCommand = (program: Command, context: CommandContext): void => {
  program
    .command('why <execution>')
    .description('say why a job or an analysis failed: the first cause in its tree, and what to do')
    .action((execution: string) => runPlain(() => explain(context, execution)));
};

const explain = async (context: CommandContext, text: string): Promise<number> => {
  const id = toExecutionId(text);
  const services = await createServices(context);
  try {
    const explanation = await explainFailure(services.platform, id);
    const {isTTY, columns} = process.stdout;
    const style = {
      columns: isTTY ? columns : PLAIN_COLUMNS,
      palette: createPalette(isTTY && !context.environment['NO_COLOR']),
      isAscii: !isTTY,
    };
    printLines(formatExplanation(explanation, style));
    return 0;
  } finally {
    services.close();
  }
};
