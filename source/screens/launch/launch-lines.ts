import {cut, fit} from '../../format/fit.ts';
import type {Palette} from '../../format/palette.ts';
import {formatPrice} from '../../format/price.ts';
import {formatInstanceTypes} from '../../format/run-plan.ts';
import type {LaunchFacts} from '../../hooks/use-launch.ts';
import {readAmount} from '../../model/amount.ts';
import {isJobRun} from '../../model/former-run.ts';
import {clean} from '../../model/safe-text.ts';
import {editObstacle, isInputField, toInputField, toInputName, toInputText} from './launch-inputs.ts';
import {type FormField, type LaunchForm, toFields, toFormerText} from './launch-form.ts';

const LABEL_COLUMNS = 15;
/** More inputs than anybody reads here; the plan has them all. */
const MOST_INPUTS = 100;

/** One row of the form: a field, the button that runs it, or what stays as it was. */
export interface LaunchRow {
  readonly key: string;
  /** `undefined` for what cannot be changed. */
  readonly field: FormField | 'run' | undefined;
  readonly label: string;
  /** Cleaned. */
  readonly value: string;
}

/** All rows, from top to bottom; each has a key of its own. */
export const toLaunchRows = (form: LaunchForm, facts: LaunchFacts): readonly LaunchRow[] => [
  ...toFields(form).map((field): LaunchRow => ({key: field, field, ...describeField(field, form, facts)})),
  {key: 'run', field: 'run', label: '', value: '[ Run ]'},
  ...toFormerRows(form, facts),
  ...toInputRows(form, facts),
];

const describeField = (
  field: FormField,
  form: LaunchForm,
  facts: LaunchFacts,
): Pick<LaunchRow, 'label' | 'value'> => {
  if (isInputField(field)) return describeInput(toInputName(field), form, facts);
  switch (field) {
    case 'name':
      return {label: 'name', value: clean(form.name ?? toFormerText('name', facts))};
    case 'instanceType':
      return {label: 'instance type', value: clean(form.instanceType ?? describeFormerTypes(facts))};
    case 'priority':
      return {label: 'priority', value: describePriority(form, facts)};
    case 'ssh':
      return {label: 'SSH access', value: describeAccess(form, facts)};
    case 'addresses':
      return {label: 'addresses', value: form.addresses === '' ? 'none yet' : clean(form.addresses)};
    case 'reuse':
      return {
        label: 'reuse',
        value: `[${form.isReuseIgnored ? ' ' : 'x'}] an equal job's output may be taken over`,
      };
    case 'costLimit':
      return {label: 'cost limit', value: describeCostLimit(form, facts)};
    case 'folder':
      return {label: 'folder', value: clean(form.folder ?? toFormerText('folder', facts))};
    case 'tags':
      return {label: 'tags', value: clean(form.tags ?? toFormerText('tags', facts)) || 'none'};
    default: {
      const reason = field.slice('hold '.length);
      const mark = form.debugOn.includes(reason) ? 'x' : ' ';
      return {label: reason === 'AppError' ? 'debug hold' : '', value: `[${mark}] ${reason}`};
    }
  }
};

/** The currency is that of who pays for the project, which paid the last time. */
const describeCostLimit = ({costLimit}: LaunchForm, {former}: LaunchFacts): string => {
  if (costLimit === '') return 'none';
  const amount = readAmount(costLimit);
  return amount === undefined || !former.price ? clean(costLimit) : formatPrice({...former.price, amount});
};

const describeFormerTypes = ({former}: LaunchFacts): string => {
  if (!isJobRun(former)) return 'as each stage has it';
  const types = formatInstanceTypes(former.requirements);
  return types === '' ? 'as the executable has it' : `${types}, as before`;
};

const describePriority = ({priority, ssh}: LaunchForm, {former}: LaunchFacts): string => {
  const chosen = priority ?? former.priority;
  if (chosen === undefined) return ssh === 'nobody' ? 'as the project has it' : 'high';
  // Source: the warning of `dx run`.
  const isRisky = ssh !== 'nobody' && chosen !== 'high';
  return clean(isRisky ? `${chosen}: its worker may be taken away at any time` : chosen);
};

const describeAccess = ({ssh}: LaunchForm, {ownAddress}: LaunchFacts): string => {
  if (ssh === 'nobody') return 'nobody';
  return ssh === 'own' ? `from your address, ${clean(ownAddress ?? 'unknown')}` : 'from the addresses below';
};

const describeInput = (
  name: string,
  {inputs}: LaunchForm,
  {former}: LaunchFacts,
): Pick<LaunchRow, 'label' | 'value'> => ({
  label: clean(`  ${name}`, 200),
  value: clean(inputs.get(name) ?? toInputText(former.input[name]), 2000),
});

/** What went in, each by itself, in the order that it had. */
const toInputRows = (form: LaunchForm, facts: LaunchFacts): readonly LaunchRow[] => {
  const names = Object.keys(facts.former.input);
  const rows = names.slice(0, MOST_INPUTS).map((name): LaunchRow => {
    const field = toInputField(name);
    const isFixed = editObstacle(facts.former, name) !== undefined;
    return {key: field, field: isFixed ? undefined : field, ...describeInput(name, form, facts)};
  });
  return names.length > MOST_INPUTS
    ? [...rows, {key: 'more', field: undefined, label: '  and more', value: 'the plan has all of them'}]
    : rows;
};

/** How many inputs there are, and what of them is as it was. */
const countInputs = ({inputs}: LaunchForm, {former}: LaunchFacts): string => {
  const count = Object.keys(former.input).length;
  if (count === 0) return 'none';
  return `${String(count)}, ${inputs.size === 0 ? 'as before' : `${String(inputs.size)} changed`}`;
};

/** What runs, where, and with what; it is as it was. */
const toFormerRows = (form: LaunchForm, facts: LaunchFacts): readonly LaunchRow[] => {
  const {former, project} = facts;
  const properties = Object.entries(former.properties).map(([name, value]) => `${name}=${value}`);
  const rows: ReadonlyArray<readonly [label: string, value: string]> = [
    ['executable', [former.executableName, former.executable].filter(Boolean).join(' ')],
    ['project', project.name === clean(project.id) ? project.id : `${project.name} ${project.id}`],
    ['properties', properties.join(', ')],
    ['cost last time', former.price ? formatPrice(former.price) : 'unknown'],
    ['inputs', countInputs(form, facts)],
  ];
  return rows.flatMap(([label, value], index) =>
    value === ''
      ? []
      : {
          key: `former ${String(index)}`,
          field: undefined,
          label: clean(label, 200),
          value: clean(value, 2000),
        },
  );
};

/** A row as a line of the screen. */
export const formatLaunchRow = (
  {field, label, value}: LaunchRow,
  {columns, isSelected, palette}: {columns: number; isSelected: boolean; palette: Palette},
): string => {
  const labelColumns = Math.max(LABEL_COLUMNS, Math.min(label.length, Math.floor(columns / 2))) + 1;
  const line = cut(`${fit(label, labelColumns)}${value}`, columns - 2);
  if (isSelected) return palette.inverse(fit(`> ${line}`, columns));
  const text = `  ${line}`;
  return field === undefined ? palette.dim(text) : field === 'run' ? palette.bold(text) : text;
};

/** Whether a field is one that is on or off. */
export const isMark = (field: LaunchRow['field']): boolean =>
  field === 'reuse' || field?.startsWith('hold ') === true;

/** The same for a screen reader: what it is, where it stands, and what Enter does. */
export const speakLaunchRow = ({field, label, value}: LaunchRow, position: number, count: number): string => {
  const place = `> ${String(position)} of ${String(count)}:`;
  if (field === undefined) return `${place} ${label.trim()}, ${value}, stays as it is`;
  if (field === 'run') return `${place} Run, after the plan and a question`;
  const [, mark, what] = /^\[([ x])\] (.*)$/.exec(value) ?? [];
  if (mark === undefined || what === undefined || !isMark(field)) return `${place} ${label}, ${value}`;
  return `${place} ${field === 'reuse' ? what : `hold the worker on ${what}`}, ${mark === 'x' ? 'on' : 'off'}`;
};
