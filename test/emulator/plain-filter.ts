import type {WireAnalysis} from '../../source/wire/analysis.ts';
import type {WireJob} from '../../source/wire/job.ts';
import type {FindExecutionsRequest} from '../../source/wire/system.ts';

type Row = Omit<WireJob, 'class'> & Omit<WireAnalysis, 'class'> & {class: string; isLatest: boolean};

const asArray = (value: string | string[]): string[] => (typeof value === 'string' ? [value] : value);

const matchesName = (name: string, filter: NonNullable<FindExecutionsRequest['name']>): boolean => {
  if (typeof filter === 'string') return name === filter;
  if ('regexp' in filter) return new RegExp(filter.regexp, filter.flags).test(name);
  // A glob letter by letter, on purpose unlike the emulator's own way.
  const match = (text: string, glob: string): boolean => {
    const [letter, rest] = [glob.charAt(0), glob.slice(1)];
    if (letter === '') return text === '';
    if (letter === '*') return match(text, rest) || (text !== '' && match(text.slice(1), glob));
    return text !== '' && (letter === '?' || letter === text.charAt(0)) && match(text.slice(1), rest);
  };
  return match(name, filter.glob);
};

const matchesTags = (tags: string[], filter: NonNullable<FindExecutionsRequest['tags']>): boolean => {
  if (typeof filter === 'string') return tags.includes(filter);
  return '$and' in filter
    ? filter.$and.every((tag) => tags.includes(tag))
    : filter.$or.some((tag) => tags.includes(tag));
};

/**
 * The documented meaning of every filter of findExecutions, one sentence after the other, over full describes.
 *
 * It shares nothing with the emulator, so that a misreading shows.
 */
export const isWanted = (row: Row, request: FindExecutionsRequest, userId: string): boolean => {
  const {created, id, launchedBy, name, originJob, properties, rootExecution, state, tags} = request;
  if (request.class !== undefined && row.class !== request.class) return false;
  if (!request.includeRestarted && !row.isLatest) return false;
  if (request.includeSubjobs === false && row.parentJob) return false;
  if (launchedBy !== undefined && row.launchedBy !== (launchedBy === 'self' ? userId : launchedBy))
    return false;
  if (request.executable !== undefined && row.executable !== request.executable) return false;
  if (request.project !== undefined && row.project !== request.project) return false;
  if (state !== undefined && !asArray(state).includes(row.state ?? '')) return false;
  if (originJob !== undefined && !(row.class === 'job' && asArray(originJob).includes(row.originJob ?? '')))
    return false;
  if (request.parentJob !== undefined && row.parentJob !== request.parentJob) return false;
  if (request.parentAnalysis !== undefined && row.parentAnalysis !== request.parentAnalysis) return false;
  if (rootExecution !== undefined && !asArray(rootExecution).includes(row.rootExecution ?? '')) return false;
  if (created?.after !== undefined && (row.created ?? 0) < created.after) return false;
  if (created?.before !== undefined && (row.created ?? 0) > created.before) return false;
  if (name !== undefined && !matchesName(row.name ?? '', name)) return false;
  if (tags !== undefined && !matchesTags(row.tags ?? [], tags)) return false;
  if (id && !id.includes(row.id)) return false;
  return Object.entries(properties ?? {}).every(([key, value]) => {
    const own = row.properties?.[key];
    return value === true ? own !== undefined : own === value;
  });
};

export type {Row};
