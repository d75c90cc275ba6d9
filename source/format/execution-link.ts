import type {Execution} from '../model/execution.ts';
import {toExecutionPage} from '../model/execution-page.ts';

const OSC = '\u001B]8;;';
const ST = '\u001B\\';

/**
 * A text that leads to the page of an execution where the terminal makes hyperlinks; the text alone where no page is known.
 * Source: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
 *
 * @param text ready to be printed; it is not looked at
 * @param website the host of the website; `undefined` for no links
 */
export const linkExecution = (
  text: string,
  execution: Pick<Execution, 'id' | 'project'>,
  website: string | undefined,
): string => {
  const page = toExecutionPage(execution, website);
  return page.kind === 'url' ? `${OSC}${page.url}${ST}${text}${OSC}${ST}` : text;
};
