import {fit} from '../../format/fit.ts';
import {formatMoment} from '../../format/time.ts';
import type {ChangeRecord} from '../../model/change.ts';
import type {TextLine} from '../text/matching-lines.ts';

const ID_COLUMNS = 34;

/** All that dxtop has changed, a heading for each day, the latest first. */
export const toChangeLogLines = (
  records: readonly ChangeRecord[],
  findName: (id: string) => string | undefined,
): readonly TextLine[] => {
  const lines: TextLine[] = [];
  let day = '';
  for (const {atMs, action, id, result} of records) {
    const [date = '', clock = ''] = formatMoment(atMs).split(' ');
    if (date !== day) lines.push({text: date, isHeading: true});
    day = date;
    const name = findName(id);
    lines.push({
      text: `  ${clock}  ${fit(id, ID_COLUMNS)}  ${action}: ${result === 'sent' ? 'sent, no answer' : result}${name === undefined ? '' : `  (${name})`}`,
    });
  }

  return lines;
};
