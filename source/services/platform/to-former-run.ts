import {ConfigError} from '../../model/errors.ts';
import {isRunnableName} from '../../model/executable.ts';
import type {FormerRun} from '../../model/former-run.ts';
import {type ExecutionId, isJobId} from '../../model/ids.ts';
import {isProjectId} from '../../model/project.ts';
import {hasRoundedNumber} from '../../model/run-input.ts';
import type {Requirements} from '../../model/run-plan.ts';
import {clean} from '../../model/safe-text.ts';
import {type Fields, toFields, toText} from './field-readers.ts';
import {toPrice} from './to-execution.ts';

/** What is asked of an execution that is to run again. */
export const FORMER_FIELDS = {
  id: true,
  name: true,
  executable: true,
  executableName: true,
  project: true,
  folder: true,
  tags: true,
  properties: true,
  priority: true,
  runInput: true,
  systemRequirements: true,
  mergedSystemRequirementsByExecutable: true,
  totalPrice: true,
  currency: true,
} as const;

/** What a run call takes over of what an entry point ran on; the rest belongs to the executable. Source: `dx run --clone`. */
const KEPT_REQUIREMENTS = ['instanceType', 'clusterSpec', 'fpgaDriver', 'nvidiaDriver'];

const pickTexts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((text): text is string => typeof text === 'string') : [];

const pickEntries = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(toFields(value) ?? {}).flatMap(([name, text]) =>
      typeof text === 'string' ? [[name, text] as const] : [],
    ),
  );

const toRequirements = (value: unknown): Requirements =>
  Object.fromEntries(
    Object.entries(toFields(value) ?? {}).flatMap(([entryPoint, wanted]) => {
      const kept = Object.entries(toFields(wanted) ?? {}).filter(([name]) =>
        KEPT_REQUIREMENTS.includes(name),
      );
      return kept.length > 0 ? [[entryPoint, Object.fromEntries(kept)] as const] : [];
    }),
  );

/**
 * How an execution was started, out of the answer to its describe; `undefined` when that does not say what, where or with
 * what. Throws `ConfigError` for an input that could not be sent as it was.
 */
export const toFormerRun = (id: ExecutionId, fields: Fields): FormerRun | undefined => {
  const {name, executable, project, folder, priority} = fields;
  const input = toFields(fields['runInput']);
  if (typeof executable !== 'string' || typeof project !== 'string' || !isProjectId(project) || !input)
    return undefined;
  if (hasRoundedNumber(input))
    throw new ConfigError(
      'A number of its input is too large for dxtop to send as it was.',
      `Use \`dx run --clone ${id}\`.`,
    );
  const facts = {
    name: typeof name === 'string' && name !== '' ? name : id,
    executableName: toText(fields['executableName'], 300),
    project,
    folder: typeof folder === 'string' && folder.startsWith('/') ? folder : '/',
    tags: pickTexts(fields['tags']),
    properties: pickEntries(fields['properties']),
    priority: typeof priority === 'string' ? priority : undefined,
    input,
    price: toPrice(fields),
  };
  if (!isJobId(id)) return {...facts, id, executable: clean(executable, 300)};
  if (!isRunnableName(executable)) return undefined;
  return {
    ...facts,
    id,
    executable,
    requirements: toRequirements(fields['systemRequirements']),
    requirementsByExecutable: toFields(fields['mergedSystemRequirementsByExecutable']) ?? {},
  };
};
