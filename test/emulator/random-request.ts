import {createRandom} from '../../source/emulator/random.ts';
import type {FindExecutionsRequest} from '../../source/wire/system.ts';
import type {Row} from './plain-filter.ts';

/** A find request with one to three random filters, of which most find some of the rows. */
export const toRandomRequest = (rows: readonly Row[], seed: number): FindExecutionsRequest => {
  const random = createRandom(seed);
  const row = () => random.pick(rows);
  const some = <T>(make: () => T): T[] => Array.from({length: random.int(1, 3)}, make);
  const oneOrMore = (make: () => string): string | string[] => (random.chance(0.5) ? make() : some(make));
  const makers: Record<string, () => unknown> = {
    class: () => random.pick(['job', 'analysis']),
    launchedBy: () => random.pick(['self', row().launchedBy]),
    executable: () => row().executable,
    project: () => row().project,
    state: () => oneOrMore(() => row().state ?? ''),
    originJob: () => oneOrMore(() => row().originJob ?? ''),
    parentJob: () => row().parentJob ?? null,
    parentAnalysis: () => row().parentAnalysis ?? null,
    rootExecution: () => oneOrMore(() => row().rootExecution ?? ''),
    created: () =>
      random.pick([
        {after: row().created},
        {before: row().created},
        {after: row().created, before: row().created},
      ]),
    name: () => {
      const name = row().name ?? '';
      const word = name.split(' ')[0] ?? '';
      return random.pick([
        name,
        {glob: `${word}*`},
        {glob: `*${name.slice(-3)}`},
        {glob: `?${name.slice(1)}`},
        {regexp: word},
        {regexp: `^${word.toLowerCase()}`, flags: 'i'},
      ]);
    },
    tags: () => random.pick(['a', {$and: ['a', 'b']}, {$or: ['b', 'c']}, 'cohort7']),
    properties: () => random.pick([{lane: '1'}, {lane: true}, {odd: 'yes', lane: '2'}, {cohort: true}]),
    includeSubjobs: () => random.chance(0.5),
    includeRestarted: () => random.chance(0.5),
    id: () => some(() => row().id),
  };
  const names = Object.keys(makers);
  const wanted = some(() => random.pick(names));
  return Object.fromEntries(wanted.map((name) => [name, makers[name]?.()]));
};
