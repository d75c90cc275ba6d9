import test from 'ava';
import type {Theme} from '../../../source/components/theme.ts';
import {createRandom} from '../../../source/emulator/random.ts';
import {nastyStrings} from '../../../source/emulator/scenarios/nasty-strings.ts';
import {createPalette} from '../../../source/format/palette.ts';
import type {JobLogSnapshot} from '../../../source/hooks/use-job-log.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {createRowMaker, formatLogTrouble} from '../../../source/screens/log/log-lines.ts';
import {LogPicture} from '../../../source/screens/log/log-picture.tsx';
import {type LogState, toInitialLogState} from '../../../source/screens/log/log-state.ts';
import {NetworkError} from '../../../source/model/errors.ts';
import {useTheme} from '../../../source/components/theme.ts';
import {toTestJobId} from '../../helpers/executions.ts';
import {type FrameSize} from '../../helpers/frame-size.ts';
import {renderLines, testFrames} from '../../helpers/render-frame.tsx';
import {toLogLine, toSource} from './log-source.ts';

const SNAPSHOT: JobLogSnapshot = {
  phase: 'live',
  error: undefined,
  nextTryMs: undefined,
  unreadableCount: 0,
  missingCount: 0,
  droppedCount: 0,
  history: 'whole',
  loadedCount: 0,
  totalCount: 0,
  count: 0,
  end: 0,
  jobs: [{jobId: toTestJobId(1), lineCount: 0}],
  levels: [],
  sources: [],
};

type Line = ReturnType<typeof toLogLine>;

const Picture = ({
  lines,
  state = {},
  snapshot = {},
  trouble = '',
  ...size
}: FrameSize & {
  lines: readonly Line[];
  state?: Partial<LogState>;
  snapshot?: Partial<JobLogSnapshot>;
  trouble?: string;
}) => {
  const {palette}: Theme = useTheme();
  const whole = {...SNAPSHOT, count: lines.length, totalCount: lines.length, ...snapshot};
  const wholeState = {...toInitialLogState({isTree: false, isPlain: false}), ...state};
  const look = {
    columns: size.columns,
    palette,
    jobs: whole.jobs,
    nameOf: (jobId: string) => clean(nastyStrings[`name${jobId.length}`] ?? `${jobId.slice(-6)} 世界`),
    hasTries: whole.droppedCount > 0,
  };
  const source = toSource(lines, createRowMaker(look, wholeState));
  return (
    <LogPicture snapshot={whole} source={source} state={wholeState} look={look} trouble={trouble} {...size} />
  );
};

const nasty = Object.values(nastyStrings);
const jobs = [1, 2, 3, 4, 5, 6].map((number) => ({jobId: toTestJobId(number), lineCount: number ** 9}));

testFrames('log', (size, situation) => {
  const random = createRandom(situation);
  const lines = Array.from({length: random.int(0, 30)}, (_, number) =>
    toLogLine(
      `${random.pick(nasty).slice(0, 300)}\u001B[${random.pick(['1', '7', '31', '2'])}m${random.pick(nasty).slice(0, 300)}`,
      {
        number,
        level: clean(random.pick(['STDERR', 'CRITICAL', '', '世界世界世界'])),
        jobId: toTestJobId(random.int(1, 6)),
        jobTry: random.chance(0.3) ? undefined : random.pick([0, 12_345]),
        atMs: random.chance(0.3) ? undefined : random.pick([0, 8.64e15]),
      },
    ),
  );
  return (
    <Picture
      {...size}
      lines={lines}
      snapshot={{
        jobs: random.chance(0.5) ? jobs : jobs.slice(0, 1),
        droppedCount: random.int(0, 1),
        history: 'loading',
      }}
      state={{
        isWrapped: random.chance(0.5),
        isFollowing: random.chance(0.5),
        top: random.int(0, 30),
        pickedJob: random.int(0, 5),
        mutedJobs: new Set([toTestJobId(2)]),
        query: random.pick(['', 'a', '世']),
        match: 3,
        note: random.chance(0.2)
          ? nasty
              .join(' ')
              .slice(0, 400)
              .replace(/[^ -~]/g, '?')
          : '',
      }}
      trouble={random.chance(0.3) ? 'The log server restarts. Next try in 3 s.' : ''}
    />
  );
});

const draw = (props: Partial<Parameters<typeof Picture>[0]>) =>
  renderLines(<Picture columns={80} rows={6} lines={[]} {...props} />, 80).map((line) => line.trimEnd());

test('a line has its time, its level and its text; what is too long ends in a sign', (t) => {
  const lines = draw({lines: [toLogLine('done', {level: clean('STDERR')}), toLogLine('x'.repeat(100))]});
  t.regex(lines[0] ?? '', /^ \d\d:\d\d:\d\d STDERR done$/);
  t.regex(lines[1] ?? '', /^ \d\d:\d\d:\d\d STDOUT x{62}~$/);
  t.is(lines[5], ' live, following  2/2 lines');
});

test('wrapped, all of it is there, under itself', (t) => {
  const lines = draw({lines: [toLogLine('x'.repeat(100))], state: {isWrapped: true, hasTimes: false}});
  t.is(lines[0], ` STDOUT ${'x'.repeat(72)}`);
  t.is(lines[1], `        ${'x'.repeat(28)}`);
});

test('the jobs of a tree have a legend, names and a mute', (t) => {
  const lines = draw({
    columns: 80,
    lines: [toLogLine('a', {jobId: toTestJobId(2)})],
    snapshot: {jobs: jobs.slice(0, 2)},
    state: {mutedJobs: new Set([toTestJobId(1)])},
  });
  t.regex(lines[0] ?? '', /^ \(\w{6} 世界 muted\) {2}\w{6} 世界 512$/);
  t.regex(lines[1] ?? '', /^ \d\d:\d\d:\d\d \w{6} 世界 +STDOUT a$/);
});

test('what is not shown, was lost or cannot be read is told', (t) => {
  const snapshot = {
    phase: 'waiting',
    totalCount: 20_000,
    count: 1200,
    history: 'partial',
    droppedCount: 1,
    missingCount: 2,
    unreadableCount: 3,
  } as const;
  const lines = renderLines(
    <Picture columns={200} rows={6} lines={[]} snapshot={snapshot} state={{levels: 2, source: 'APP'}} />,
    200,
  );
  t.is(
    lines[5]?.trimEnd(),
    ' connection lost  0/1,200 of 20,000 lines  errors  from APP  h: older lines  1 line dropped  2 lines lost  3 messages unreadable',
  );
});

test('a lost connection counts down to the next try, a refusal waits for the user', (t) => {
  const error = new NetworkError('reset', 'x', 'It was cut.', '');
  t.is(formatLogTrouble(error, 12_400, 10_000, false), 'It was cut. Next try in 3 s.');
  t.is(formatLogTrouble(error, undefined, 10_000, false), 'It was cut. r tries again.');
  t.is(formatLogTrouble(undefined, undefined, 0, false), '');
  t.is(formatLogTrouble(error, 12_400, 10_000, true), 'It was cut. It is tried again by itself.');
});

test('a search is inverse where it was found, and its line has a sign', (t) => {
  const {palette} = {palette: createPalette(true)};
  const look = {columns: 60, palette, jobs: [], nameOf: String, hasTries: false};
  const toRows = createRowMaker(look, {hasTimes: false, isWrapped: false, query: 'needle', match: 4});
  const line = toLogLine('hay Needle hay');
  t.is(toRows({position: 3, line})[0], ' STDOUT hay \u001B[7mNeedle\u001B[27m hay');
  t.true(toRows({position: 4, line})[0]?.startsWith('\u001B[1m>\u001B[22m'));
});
