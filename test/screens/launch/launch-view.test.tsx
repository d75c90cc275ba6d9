import test from 'ava';
import {nastyStrings} from '../../../source/emulator/scenarios/nasty-strings.ts';
import type {LaunchControl, LaunchPhase} from '../../../source/hooks/use-launch.ts';
import {type RerunWishes, toRerunPlan} from '../../../source/model/rerun-plan.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {INITIAL_FORM, type LaunchForm} from '../../../source/screens/launch/launch-form.ts';
import {LaunchView} from '../../../source/screens/launch/launch-view.tsx';
import {createJob, toTestJobId} from '../../helpers/executions.ts';
import {PLAIN_THEME, renderFrame, renderLines, testFrames} from '../../helpers/render-frame.tsx';
import {createFacts} from './launch-facts.ts';

const ignore = () => undefined;
const toControl = (phase: LaunchPhase): LaunchControl => ({
  ...{phase, look: ignore, prepare: ignore, decline: ignore, confirm: ignore},
});
const WISHES: RerunWishes = {
  ...{input: {}, allowSSH: ['203.0.113.7'], debugOn: ['AppError']},
  ...{isReuseIgnored: false, isWorkspaceKept: false},
};

const draw = (
  phase: LaunchPhase,
  {
    form = INITIAL_FORM,
    columns = 80,
    rows = 24,
    name = 'align reads',
  }: {form?: LaunchForm; columns?: number; rows?: number; name?: string} = {},
) => (
  <LaunchView
    {...{columns, rows}}
    control={toControl(phase)}
    execution={createJob({name: clean(name)})}
    memory={{form, startedId: undefined}}
    isActive
    onMemory={ignore}
    onShow={ignore}
    onBack={ignore}
  />
);
const trimmed = (...args: Parameters<typeof draw>): string[] =>
  renderLines(draw(...args), args[1]?.columns ?? 80).map((line) => line.trimEnd());
const FORM: LaunchPhase = {kind: 'form', facts: createFacts(), problem: clean('')};

testFrames('launch', ({columns, rows}, situation) => {
  const texts = Object.values(nastyStrings);
  const text = texts[situation % texts.length] ?? '';
  const former = {
    ...{name: text, executableName: clean(text), folder: `/${text}`, tags: [text], priority: text},
    ...{properties: {[text]: text}, input: Object.fromEntries(texts.map((value) => [value, value]))},
    requirements: {[text]: {instanceType: text}},
  };
  const facts = createFacts({former, ownAddress: situation % 3 === 0 ? undefined : text});
  const phases: readonly LaunchPhase[] = [
    {kind: 'form', facts, problem: clean(text)},
    {kind: 'asking', facts, plan: toRerunPlan(facts.former, WISHES)},
    {kind: 'unknown', sentence: clean(text)},
    {kind: 'started', id: toTestJobId(2)},
  ];
  const form: LaunchForm = {
    ...INITIAL_FORM,
    ssh: situation % 2 === 0 ? 'named' : 'own',
    list: {selectedKey: 'run', index: 9, offset: 0},
    edit: situation % 5 === 0 ? {field: 'name', text: clean(text), before: ''} : undefined,
  };
  return draw(phases[situation % phases.length] ?? FORM, {form, columns, rows, name: text});
});

test('the form says what can be changed, and below what stays', (t) => {
  t.deepEqual(trimmed(FORM).slice(0, 21), [
    ' Run again: align reads',
    '> name            align reads (re-run)',
    '  instance type   mem2_ssd1_v2_x2, as before',
    '  priority        normal',
    '  SSH access      nobody',
    '  debug hold      [ ] AppError',
    '                  [ ] AppInternalError',
    '                  [ ] AppInsufficientResourceError',
    '                  [ ] ExecutionError',
    "  reuse           [x] an equal job's output may be taken over",
    '  cost limit      none',
    '  folder          /out',
    '  tags            plate7',
    '                  [ Run ]',
    '  executable      aligner app-aligner',
    '  project         cohort project-GZ0k3Vj0xPq8K7Y2bF5gJ4vX',
    '  properties      cohort=7',
    '  cost last time  $1.50',
    '  inputs          2, as before',
    '    sample        "HG002"',
    '    lanes         [1,2]',
  ]);
  t.is(trimmed(FORM).at(-1), 'Enter edit  R run  Esc leave  j/k move  ? help');
});

test('what was wrong stands above what was typed', (t) => {
  const lines = trimmed(
    {...FORM, problem: clean('The platform refused the call: InvalidInput, no.')},
    {form: {...INITIAL_FORM, name: 'mine', ssh: 'own'}},
  );
  t.is(lines[1], ' The platform refused the call: InvalidInput, no.');
  t.is(lines[2], '> name            mine');
  t.is(lines[4], '  priority        normal: its worker may be taken away at any time');
  t.is(lines[5], '  SSH access      from your address, 203.0.113.7');
});

test('what was typed for cost, folder and tags is shown as it counts', (t) => {
  const typed = {costLimit: '7.5', folder: '/other', tags: ''};
  t.deepEqual(trimmed(FORM, {form: {...INITIAL_FORM, ...typed}}).slice(10, 13), [
    '  cost limit      $7.50',
    '  folder          /other',
    '  tags            none',
  ]);
  const lines = trimmed(FORM, {form: {...INITIAL_FORM, costLimit: 'a lot'}, columns: 120});
  t.is(lines[10], '  cost limit      a lot');
  t.regex(lines.at(-1) ?? '', /R run: the cost limit is no number above zero/);
});

test('an input that was changed is shown as it was typed, and the footer says what Enter does with it', (t) => {
  const form: LaunchForm = {
    ...INITIAL_FORM,
    inputs: new Map([['lanes', '[3]']]),
    list: {selectedKey: 'input lanes', index: 19, offset: 0},
  };
  const lines = trimmed(FORM, {form});
  t.deepEqual(lines.slice(18, 21), [
    '  inputs          2, 1 changed',
    '    sample        "HG002"',
    '>   lanes         [3]',
  ]);
  t.regex(lines.at(-1) ?? '', /^Enter edit {2}R run/);
  const facts = createFacts({former: {input: {lanes: 'x'.repeat(2000)}}});
  const tooLong = trimmed({...FORM, facts}, {form: {...form, inputs: new Map()}, columns: 120});
  t.regex(tooLong.at(-1) ?? '', /^Enter edit: it is too long: `dxtop run --clone` takes another with -f/);
});

test('what is typed for an input has its name before it', (t) => {
  const edit = {field: 'input sample', text: '"HG003"', before: '"HG002"'} as const;
  const lines = trimmed(FORM, {form: {...INITIAL_FORM, edit}});
  t.true(
    lines.some((line) => line.startsWith('sample as JSON, empty as before: "HG003"')),
    lines.join('\n'),
  );
});

test('what cannot be run is greyed, with the reason', (t) => {
  const facts = createFacts({level: 'VIEW'});
  t.regex(
    trimmed({kind: 'form', facts, problem: clean('')}, {columns: 120}).at(-1) ?? '',
    /R run: you may run nothing in this project/,
  );
  const form: LaunchForm = {...INITIAL_FORM, ssh: 'named'};
  t.regex(trimmed(FORM, {form, columns: 120}).at(-1) ?? '', /R run: no address is named/);
});

test('the question shows the plan as it would be sent', (t) => {
  const {former} = createFacts();
  const lines = trimmed({kind: 'asking', facts: createFacts(), plan: toRerunPlan(former, WISHES)});
  t.is(lines[1], ' Run it? It costs money. y/N');
  for (const line of [
    ' executable     aligner app-aligner',
    ` runs again     ${former.id}`,
    '   sample       "HG002"',
    ' instance type  mem2_ssd1_v2_x2',
    ' priority       normal',
    ' allowSSH       203.0.113.7',
    ' debug on       AppError',
    ' tags           plate7',
  ])
    t.true(lines.includes(line), line);
  t.is(lines.at(-1), 'y run it  Esc no, back  ? help');
});

test('in the end it says the new ID, and leads there', (t) => {
  const lines = trimmed({kind: 'started', id: toTestJobId(2)});
  t.is(lines[2], ` Started ${toTestJobId(2)}.`);
  t.is(lines.at(-1), 'Enter show it in the list  Esc back  ? help');
});

test('a screen reader hears the row that has the cursor, and whether it is on', (t) => {
  const theme = {...PLAIN_THEME, isPlain: true};
  const form: LaunchForm = {
    ...INITIAL_FORM,
    debugOn: ['AppError'],
    list: {selectedKey: 'hold AppError', index: 4, offset: 0},
  };
  const frame = renderFrame(draw(FORM, {form}), 80, theme);
  t.regex(frame, /^> 5 of 20: hold the worker on AppError, on$/m);
  t.notRegex(frame, /instance type/);
});
