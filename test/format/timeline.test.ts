import {stripVTControlCharacters} from 'node:util';
import test from 'ava';
import {createPalette} from '../../source/format/palette.ts';
import {formatTimeline, toStays} from '../../source/format/timeline.ts';
import {clean} from '../../source/model/safe-text.ts';
import {createJob, NOW_MS} from '../helpers/executions.ts';

const step = (state: string, seconds: number) => ({state: clean(state), atMs: NOW_MS + seconds * 1000});
const job = createJob({
  createdMs: NOW_MS,
  stateTransitions: [step('runnable', 10), step('running', 70), step('done', 670)],
  state: clean('done'),
});
const style = {columns: 80, nowMs: NOW_MS + 700_000, palette: createPalette(false), isAscii: true};

test('each state has its time, the one before the first is idle', (t) => {
  t.deepEqual(
    toStays(job).map(({state, fromMs, toMs}) => [
      state,
      fromMs - NOW_MS,
      toMs === undefined ? undefined : toMs - fromMs,
    ]),
    [
      ['idle', 0, 10_000],
      ['runnable', 10_000, 60_000],
      ['running', 70_000, 600_000],
      ['done', 670_000, undefined],
    ],
  );
});

test('durations and bars are in proportion, the end has none', (t) => {
  const lines = formatTimeline(job, style).map((line) => stripVTControlCharacters(line));
  const bars = lines.map((line) => /#+$/.exec(line.replace(/^#/, ' '))?.[0].length ?? 0);
  t.regex(lines[2] ?? '', /running .* 0:10:00/);
  t.true((bars[2] ?? 0) > 5 * (bars[1] ?? 0));
  t.is(bars[3], 0);
  t.regex(lines.at(-1) ?? '', /in all .*0:11:10$/);
});

test('a job that runs counts on', (t) => {
  const running = createJob({
    createdMs: NOW_MS,
    stateTransitions: [step('running', 0)],
    state: clean('running'),
  });
  t.regex(
    formatTimeline(running, style)
      .map((line) => stripVTControlCharacters(line))
      .at(-1) ?? '',
    /so far .*0:11:40$/,
  );
});

test('without times it says so', (t) => {
  const unknown = createJob({createdMs: undefined, stateTransitions: []});
  t.deepEqual(formatTimeline(unknown, style), ['The platform has told no times.']);
  const ended = createJob({createdMs: NOW_MS, stateTransitions: [], state: clean('done')});
  t.deepEqual(formatTimeline(ended, style), ['The platform has told no times.']);
});
