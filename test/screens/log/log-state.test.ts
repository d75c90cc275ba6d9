import test from 'ava';
import {
  type LogInput,
  LEVEL_CHOICES,
  reduceLog,
  toFilter,
  toInitialLogState,
} from '../../../source/screens/log/log-state.ts';

const reduce = (...inputs: LogInput[]) =>
  inputs.reduce(reduceLog, toInitialLogState({isTree: false, isPlain: false}));

test('levels go round, and decide what is shown', (t) => {
  const state = reduce({do: 'levels'}, {do: 'levels'});
  t.is(LEVEL_CHOICES[state.levels]?.name, 'errors');
  t.true(toFilter(state).levels?.has('STDERR'));
  t.false(toFilter(state).levels?.has('STDOUT'));
  const around = LEVEL_CHOICES.reduce((last) => reduceLog(last, {do: 'levels'}), state);
  t.is(around.levels, state.levels);
  t.is(toFilter(toInitialLogState({isTree: false, isPlain: false})).levels, undefined);
});

test('sources go round, with all of them in between', (t) => {
  const sources = ['APP', 'SYSTEM'];
  const steps: LogInput[] = [{do: 'source', sources}];
  t.is(reduce(...steps).source, 'APP');
  t.deepEqual([...(toFilter(reduce(...steps, ...steps)).sources ?? [])], ['SYSTEM']);
  t.is(reduce(...steps, ...steps, ...steps).source, undefined);
});

test('a job is muted and heard again', (t) => {
  const mute: LogInput = {do: 'mute', jobId: 'job-1'};
  t.true(toFilter(reduce(mute)).mutedJobs.has('job-1'));
  t.is(reduce(mute, mute).mutedJobs.size, 0);
  t.is(reduce(mute, {do: 'unmute'}).mutedJobs.size, 0);
});

test('another try or the tree begins at its end, without what was found in the other one', (t) => {
  const found: LogInput = {do: 'found', position: 7, top: 3};
  t.like(reduce(found), {match: 7, top: 3, isFollowing: false});
  t.like(reduce(found, {do: 'try', jobTry: 0}), {match: undefined, isFollowing: true, jobTry: 0});
  t.like(reduce({do: 'try', jobTry: 0}, {do: 'tree'}), {isTree: true, jobTry: undefined});
});

test('a note goes with the next key', (t) => {
  const note: LogInput = {do: 'note', note: 'No line has "x".'};
  t.is(reduce(note).note, 'No line has "x".');
  t.is(reduce(note, {do: 'wrap'}).note, '');
});
