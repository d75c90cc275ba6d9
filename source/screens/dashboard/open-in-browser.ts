import type {Notice} from '../../format/notice-lines.ts';
import type {Services} from '../../hooks/services.ts';
import type {Execution} from '../../model/execution.ts';
import {toCopyValue} from '../copy/copy-values.ts';

/**
 * Opens the page of an execution on the website, and says in a notice what came of it; where no browser can be opened
 * the URL is copied. Never rejects.
 */
export const openInBrowser = async (
  execution: Execution,
  {openUrl, copy}: Pick<Services, 'openUrl' | 'copy'>,
  onNotice: (notice: Notice) => void,
): Promise<void> => {
  const url = toCopyValue('url', execution);
  if (url.kind === 'missing') {
    onNotice({text: `Not opened: ${url.reason}.`, isError: true});
    return;
  }

  const opening = await openUrl(url.text);
  if (opening.kind === 'opened') {
    onNotice({text: `Opened in your browser: ${execution.name ?? execution.id}`, isError: false});
    return;
  }

  copy(url.text);
  onNotice({
    text: `Not opened, ${opening.reason}. Copied instead, if your terminal lets programs do that: ${url.text}`,
    isError: false,
  });
};
