import test from 'ava';
import type {LaunchFacts} from '../../../source/hooks/use-launch.ts';
import {
  type FormEvent,
  formObstacle,
  INITIAL_FORM,
  type LaunchForm,
  reduceForm,
  toFields,
  toWishes,
} from '../../../source/screens/launch/launch-form.ts';
import {editObstacle} from '../../../source/screens/launch/launch-inputs.ts';
import {clean} from '../../../source/model/safe-text.ts';
import type {FormerRun} from '../../../source/model/former-run.ts';
import {createFacts} from './launch-facts.ts';

const facts = createFacts();
const type = (text: string): FormEvent[] => Array.from(text, (name) => ({kind: 'key', name}));
const change = (
  field: Extract<FormEvent, {kind: 'change'}>['field'],
  known: LaunchFacts = facts,
): FormEvent => ({
  kind: 'change',
  field,
  facts: known,
});
const after = (...events: readonly FormEvent[]): LaunchForm => events.reduce(reduceForm, INITIAL_FORM);

test('a form that nobody touched wants everything as it was, and lets nobody in', (t) => {
  t.deepEqual(toWishes(INITIAL_FORM), {
    ...{name: undefined, instanceType: undefined, priority: undefined},
    ...{debugOn: [], isReuseIgnored: false, hasSsh: false, addresses: []},
    ...{costLimit: undefined, folder: undefined, tags: undefined, input: {}},
  });
  t.is(formObstacle(INITIAL_FORM, facts), undefined);
});

test('a text begins as it was, is edited, and taken with Enter', (t) => {
  const form = after(change('name'), ...type(' 2'));
  t.is(form.edit?.text, 'align reads (re-run) 2');
  t.is(formObstacle(form, facts), 'a text is being typed');
  t.is(reduceForm(form, {kind: 'take'}).name, 'align reads (re-run) 2');
  t.is(reduceForm(form, {kind: 'leave'}).name, undefined);
});

test('a text that is taken unchanged, or emptied, is sent as it was', (t) => {
  t.is(after(change('name'), {kind: 'take'}).name, undefined);
  const typed = after(change('instanceType'), {kind: 'key', name: 'ctrl-u'}, ...type('mem1'), {kind: 'take'});
  t.is(typed.instanceType, 'mem1');
  t.is(
    [change('instanceType'), {kind: 'key', name: 'ctrl-u'} as const, {kind: 'take'} as const].reduce(
      reduceForm,
      typed,
    ).instanceType,
    undefined,
  );
});

/** The form after a text was emptied, typed anew and taken. */
const retyped = (field: Parameters<typeof change>[0], text: string): LaunchForm =>
  after(change(field), {kind: 'key', name: 'ctrl-u'}, ...type(text), {kind: 'take'});

for (const [text, costLimit, obstacle] of [
  ['7.5', 7.5, undefined],
  ['', undefined, undefined],
  ['0', undefined, 'the cost limit is no number above zero'],
  ['-1', undefined, 'the cost limit is no number above zero'],
  ['a lot', undefined, 'the cost limit is no number above zero'],
] as const) {
  test(`a cost limit is an amount or none: "${text}"`, (t) => {
    const form = retyped('costLimit', text);
    t.is(toWishes(form).costLimit, costLimit);
    t.is(formObstacle(form, facts), obstacle);
  });
}

test('the folder begins as it was, with a slash, and is never empty', (t) => {
  t.is(after(change('folder')).edit?.text, '/out');
  t.is(toWishes(retyped('folder', '/other')).folder, '/other');
  t.is(toWishes(retyped('folder', '')).folder, undefined);
  t.is(formObstacle(retyped('folder', 'out'), facts), 'the folder does not begin with /');
});

test('tags are words, quotes keep blanks together, and none is possible', (t) => {
  const tagged = createFacts({former: {tags: ['plate7', 'second try']}});
  t.is(after(change('tags', tagged)).edit?.text, 'plate7 "second try"');
  t.is(toWishes(after(change('tags', tagged), {kind: 'take'})).tags, undefined);
  t.deepEqual(toWishes(after(change('tags', tagged), ...type(' x'), {kind: 'take'})).tags, [
    'plate7',
    'second try',
    'x',
  ]);
  t.deepEqual(toWishes(retyped('tags', '')).tags, []);
  t.deepEqual(toWishes(retyped('tags', 'a "" b')).tags, ['a', 'b']);
  t.is(formObstacle(retyped('tags', 'a "b'), facts), 'a quote is open in the tags');
});

test('an input is edited as JSON, and only what was changed is sent', (t) => {
  t.is(after(change('input sample')).edit?.text, '"HG002"');
  t.deepEqual(toWishes(after(change('input sample'), {kind: 'take'})).input, {});
  const typed = retyped('input lanes', ' [3, 4] ');
  t.deepEqual(toWishes(typed).input, {lanes: [3, 4]});
  const clear: FormEvent = {kind: 'key', name: 'ctrl-u'};
  const again = [change('input lanes'), clear, {kind: 'take'} as const].reduce(reduceForm, typed);
  t.deepEqual(toWishes(again).input, {}, 'emptied it is as before');
  t.is(formObstacle(typed, facts), undefined);
});

test('a text that was never printed comes through the form as it was', (t) => {
  const strange = 'a\u0007\u009b\u202e\u200b"\\\ud800 é';
  const known = createFacts({former: {input: {strange}}});
  const shown = after(change('input strange', known)).edit?.text ?? '';
  t.is(String(clean(shown)), shown);
  const form = after(change('input strange', known), {kind: 'key', name: 'backspace'}, ...type('!"'), {
    kind: 'take',
  });
  t.deepEqual(toWishes(form).input, {strange: `${strange}!`});
});

for (const [text, obstacle] of [
  ['HG003', 'the input sample is no JSON; a text stands in quotes'],
  ['[1', 'the input sample is no JSON; a text stands in quotes'],
  ['9007199254740993', 'the input sample has a number that cannot be sent as it is'],
  ['null', undefined],
] as const) {
  test(`an input that is typed as ${text} is ${obstacle === undefined ? 'taken' : 'refused'}`, (t) => {
    t.is(formObstacle(retyped('input sample', text), facts), obstacle);
  });
}

test('an input that is longer than what can be typed stays as it was, and so do those of a global workflow', (t) => {
  const {former} = createFacts({former: {input: {short: 'a', long: 'a'.repeat(1000)}}});
  t.is(editObstacle(former, 'short'), undefined);
  t.regex(editObstacle(former, 'long') ?? '', /too long: `dxtop run --clone`/);
  const rerun: FormerRun = {
    ...former,
    id: 'analysis-000000000000000000000001',
    executable: clean('globalworkflow-x'),
  };
  t.regex(editObstacle(rerun, 'short') ?? '', /a global workflow runs with the inputs that it had/);
});

test('keys that are pressed while nothing is typed change nothing', (t) => {
  t.is(after(...type('abc'), {kind: 'paste', text: 'x'}, {kind: 'take'}), INITIAL_FORM);
});

test('the priority goes round, from what it was', (t) => {
  const names = ['high', 'low', 'normal'];
  let form = INITIAL_FORM;
  for (const name of names) {
    form = reduceForm(form, change('priority'));
    t.is(form.priority, name);
  }
});

test('who may log in is nobody, our own address, or addresses that are typed', (t) => {
  const own = after(change('ssh'));
  t.like(toWishes(own), {hasSsh: true, addresses: []});
  t.false(toFields(own).includes('addresses'));
  const named = reduceForm(own, change('ssh'));
  t.is(formObstacle(named, facts), 'no address is named');
  t.true(toFields(named).includes('addresses'));
  const typed = [change('addresses'), ...type('203.0.113.7, 198.51.100.7'), {kind: 'take'} as const].reduce(
    reduceForm,
    named,
  );
  t.like(toWishes(typed), {hasSsh: true, addresses: ['203.0.113.7', '198.51.100.7']});
  t.is(formObstacle(typed, facts), undefined);
  t.like(toWishes(reduceForm(typed, change('ssh'))), {hasSsh: false, addresses: []});
});

test('our own address is not offered where nobody knows it', (t) => {
  t.is(after(change('ssh', createFacts({ownAddress: undefined}))).ssh, 'named');
});

test('a hold lets us in as well, and off again leaves that', (t) => {
  const held = after(change('hold ExecutionError'), change('hold AppError'));
  t.like(toWishes(held), {debugOn: ['AppError', 'ExecutionError'], hasSsh: true});
  t.like(toWishes(reduceForm(held, change('hold AppError'))), {debugOn: ['ExecutionError'], hasSsh: true});
  const named = after(change('ssh'), change('ssh'), change('hold AppError'));
  t.is(named.ssh, 'named');
});

test('an output may be taken over unless that is turned off', (t) => {
  const off = after(change('reuse'));
  t.true(toWishes(off).isReuseIgnored);
  t.false(toWishes(reduceForm(off, change('reuse'))).isReuseIgnored);
});

test('in a project that may only be looked at nothing is run', (t) => {
  t.is(formObstacle(INITIAL_FORM, createFacts({level: 'VIEW'})), 'you may run nothing in this project');
  t.is(formObstacle(INITIAL_FORM, createFacts({level: 'CONTRIBUTE'})), undefined);
});
