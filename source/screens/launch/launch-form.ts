import type {LaunchFacts, LaunchWishes} from '../../hooks/use-launch.ts';
import {readAmount} from '../../model/amount.ts';
import {isJobRun} from '../../model/former-run.ts';
import {joinQuoted, splitQuoted, unquote} from '../../model/quoted-words.ts';
import {toRerunName} from '../../model/rerun-plan.ts';
import {DEBUG_REASONS, PRIORITIES} from '../../model/run-plan.ts';
import {clean} from '../../model/safe-text.ts';
import {editText, pasteInto} from '../edit-text.ts';
import {
  type InputField,
  inputsObstacle,
  isInputField,
  toInputName,
  toInputText,
  toRunInput,
  type TypedInputs,
} from './launch-inputs.ts';
import {INITIAL_LIST_STATE, type ListMovement, type ListState, moveInList} from '../executions/list-state.ts';

/** A field that is a text. */
export type TextField = 'name' | 'instanceType' | 'addresses' | 'costLimit' | 'folder' | 'tags';

/** What can be changed: a text, an input, one of a few, or a mark for a failure that holds the worker. */
export type FormField =
  TextField | InputField | 'priority' | 'ssh' | 'reuse' | `hold ${(typeof DEBUG_REASONS)[number]}`;

/** Who may log in. */
export type SshAccess = 'nobody' | 'own' | 'named';

/** What is chosen and typed; `undefined` is as it was. Texts are as they were typed. */
export interface LaunchForm {
  readonly list: ListState;
  readonly name: string | undefined;
  readonly instanceType: string | undefined;
  readonly priority: string | undefined;
  readonly ssh: SshAccess;
  readonly addresses: string;
  readonly debugOn: readonly string[];
  readonly isReuseIgnored: boolean;
  /** Empty for none. */
  readonly costLimit: string;
  readonly folder: string | undefined;
  /** Words, with quotes around blanks; empty for none. */
  readonly tags: string | undefined;
  readonly inputs: TypedInputs;
  /** The text that is being typed; `undefined` while keys move. */
  readonly edit:
    {readonly field: TextField | InputField; readonly text: string; readonly before: string} | undefined;
}

/** What happens to the form. */
export type FormEvent =
  | ({readonly kind: 'move'} & ListMovement)
  /** Enter on a field: the next choice, the mark on or off, or a text that is begun. */
  | {readonly kind: 'change'; readonly field: FormField; readonly facts: LaunchFacts}
  | {readonly kind: 'key'; readonly name: string}
  | {readonly kind: 'paste'; readonly text: string}
  /** The end of typing: taken, or left as it was before. */
  | {readonly kind: 'take' | 'leave'};

/** Everything as it was, and nobody let in; the cursor is on the first field. */
export const INITIAL_FORM: LaunchForm = {
  list: INITIAL_LIST_STATE,
  name: undefined,
  instanceType: undefined,
  priority: undefined,
  ssh: 'nobody',
  addresses: '',
  debugOn: [],
  isReuseIgnored: false,
  costLimit: '',
  folder: undefined,
  tags: undefined,
  inputs: new Map(),
  edit: undefined,
};

/** The fields that the form has now, from top to bottom; below them are the inputs. */
export const toFields = ({ssh}: Pick<LaunchForm, 'ssh'>): readonly FormField[] => [
  'name',
  'instanceType',
  'priority',
  'ssh',
  ...(ssh === 'named' ? (['addresses'] as const) : []),
  ...DEBUG_REASONS.map((reason) => `hold ${reason}` as const),
  'reuse',
  'costLimit',
  'folder',
  'tags',
];

/** What an execution always has: emptied, it is as it was before. */
const NEVER_EMPTY: ReadonlySet<TextField> = new Set(['name', 'instanceType', 'folder']);

/** The form after an event; typing counts only while a text is being typed. */
export const reduceForm = (form: LaunchForm, event: FormEvent): LaunchForm => {
  const {edit} = form;
  switch (event.kind) {
    case 'move':
      return {...form, list: moveInList(form.list, event)};
    case 'change':
      return change(form, event.field, event.facts);
    case 'key': {
      if (!edit) return form;
      const text = editText(edit.text, event.name);
      return text === undefined ? form : {...form, edit: {...edit, text}};
    }
    case 'paste':
      return edit ? {...form, edit: {...edit, text: pasteInto(edit.text, event.text)}} : form;
    case 'leave':
      return {...form, edit: undefined};
    case 'take': {
      if (!edit) return form;
      const text = edit.text.trim();
      // Shown it is cleaned: who changes nothing sends it as it was.
      if (text === edit.before) return {...form, edit: undefined};
      if (isInputField(edit.field))
        return {...form, inputs: withInput(form.inputs, toInputName(edit.field), text), edit: undefined};
      const value = text === '' && NEVER_EMPTY.has(edit.field) ? undefined : text;
      return {...form, [edit.field]: value, edit: undefined};
    }
  }
};

/** The inputs with another text for one of them; emptied, it is as it was before. */
const withInput = (inputs: TypedInputs, name: string, text: string): TypedInputs => {
  const others = [...inputs].filter(([other]) => other !== name);
  return new Map(text === '' ? others : [...others, [name, text]]);
};

/** The next of a few values, round the end; the first after one that is not among them. */
const toNext = <Value extends string>(
  values: readonly Value[],
  value: string | undefined,
): Value | undefined => values[(values.findIndex((one) => one === value) + 1) % values.length];

const change = (form: LaunchForm, field: FormField, facts: LaunchFacts): LaunchForm => {
  if (isInputField(field)) {
    const name = toInputName(field);
    const text = form.inputs.get(name) ?? toInputText(facts.former.input[name]);
    return {...form, edit: {field, text, before: text}};
  }

  switch (field) {
    case 'name':
    case 'instanceType':
    case 'addresses':
    case 'costLimit':
    case 'folder':
    case 'tags': {
      const text = form[field] ?? toFormerText(field, facts);
      return {...form, edit: {field, text, before: text}};
    }
    case 'priority':
      return {...form, priority: toNext(PRIORITIES, form.priority ?? facts.former.priority)};
    case 'ssh':
      return {...form, ssh: toNext(toAccesses(facts), form.ssh) ?? 'nobody'};
    case 'reuse':
      return {...form, isReuseIgnored: !form.isReuseIgnored};
    default: {
      const reason = field.slice('hold '.length);
      const isOn = !form.debugOn.includes(reason);
      const debugOn = DEBUG_REASONS.filter((one) => (one === reason ? isOn : form.debugOn.includes(one)));
      // A worker that is held is held for whoever logs in.
      const [, firstAccess = 'named'] = toAccesses(facts);
      return {...form, debugOn, ssh: isOn && form.ssh === 'nobody' ? firstAccess : form.ssh};
    }
  }
};

/** Our own address can be offered only where it is known; a range is never offered. */
const toAccesses = ({ownAddress}: LaunchFacts): readonly SshAccess[] =>
  ownAddress === undefined ? ['nobody', 'named'] : ['nobody', 'own', 'named'];

/** What stands in a text before anybody has typed there. */
export const toFormerText = (field: TextField, {former}: LaunchFacts): string => {
  if (field === 'name') return clean(toRerunName(former.name));
  if (field === 'folder') return clean(former.folder);
  if (field === 'tags') return joinQuoted(former.tags.map((tag) => clean(tag)));
  // Who let whom in is asked anew, and a limit was for the cost of then.
  if (field !== 'instanceType' || !isJobRun(former)) return '';
  const types = Object.values(former.requirements).map(({instanceType}) => instanceType);
  const [type] = types;
  return types.length === 1 && typeof type === 'string' ? clean(type, 100) : '';
};

/** What the form wants. */
export const toWishes = ({
  ssh,
  addresses,
  costLimit,
  tags,
  inputs,
  list: _list,
  edit: _edit,
  ...wishes
}: LaunchForm): LaunchWishes => ({
  ...wishes,
  costLimit: readAmount(costLimit),
  input: toRunInput(inputs),
  tags: tags === undefined ? undefined : (splitQuoted(tags) ?? []).map(unquote).filter(Boolean),
  hasSsh: ssh !== 'nobody',
  addresses: ssh === 'named' ? addresses.split(/[\s,]+/).filter(Boolean) : [],
});

/** Why the form cannot be run yet, as a short phrase; `undefined` when it can. */
export const formObstacle = (form: LaunchForm, {project}: LaunchFacts): string | undefined => {
  if (form.edit) return 'a text is being typed';
  if (['VIEW', 'UPLOAD'].includes(project.level)) return 'you may run nothing in this project';
  if (form.ssh === 'named' && toWishes(form).addresses.length === 0) return 'no address is named';
  if (form.costLimit !== '' && readAmount(form.costLimit) === undefined)
    return 'the cost limit is no number above zero';
  if (form.folder !== undefined && !form.folder.startsWith('/')) return 'the folder does not begin with /';
  if (form.tags !== undefined && !splitQuoted(form.tags)) return 'a quote is open in the tags';
  return inputsObstacle(form.inputs);
};
