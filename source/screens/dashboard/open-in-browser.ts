import type {Notice} from '../../format/notice-lines.ts';
import type {Services} from '../../hooks/services.ts';
import {toExecutionPage} from '../../model/execution-page.ts';
import type {Execution} from '../../model/execution.ts';

/**
 * Opens the page of an execution on the website, and says in a notice what came of it; where no browser can be opened
 * the URL is copied. Never rejects.
 */
export const openInBrowser = async (
  execution: Execution,
  {openUrl, copy, website}: Pick<Services, 'openUrl' | 'copy' | 'website'>,
  onNotice: (notice: Notice) => void,
): Promise<void> => {
  const page = toExecutionPage(execution, website);
  if (page.kind === 'unknown') {
    onNotice({text: `Not opened: ${page.reason}.`, isError: true});
    return;
  }

  const opening = await openUrl(page.url);
  if (opening.kind === 'opened') {
    onNotice({text: `Opened in your browser: ${execution.name ?? execution.id}`, isError: false});
    return;
  }

  copy(page.url);
  onNotice({
    text: `Not opened, ${opening.reason}. Copied instead, if your terminal lets programs do that: ${page.url}`,
    isError: false,
  });
};
