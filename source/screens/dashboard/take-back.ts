import {formatClosedFirewall} from '../../format/closed-firewall.ts';
import type {Notice} from '../../format/notice-lines.ts';
import type {ClosedFirewall} from '../../model/closed-firewall.ts';
import {toSentence} from '../../model/errors.ts';
import type {JobId} from '../../model/ids.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';

/** Takes back what dxtop let through a job's firewall, and says in a notice what came of it. Never rejects. */
export const takeBack = async (
  {id, name = clean(id)}: {readonly id: JobId; readonly name?: SafeText | undefined},
  close: (jobId: JobId) => Promise<ClosedFirewall | undefined>,
  onNotice: (notice: Notice) => void,
): Promise<void> => {
  try {
    const closed = await close(id);
    onNotice({
      text: closed
        ? formatClosedFirewall(name, closed)
        : `dxtop has let no address in to ${name} that is still to be taken back.`,
      isError: false,
    });
  } catch (error) {
    onNotice({text: clean(toSentence(error)), isError: true});
  }
};
