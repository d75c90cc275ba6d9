import type {WireParameter, WireWorkflowStage} from '../../wire/executable.ts';
import type {Hash} from '../input.ts';
import type {PlatformState} from '../state.ts';
import type {KnownExecutable} from './find-executable.ts';

/** Footing: observed, the fields that the official client reads; an app's `createdBy` is a plain user ID. */
const toAppDefaults = (state: PlatformState): Hash => ({
  createdBy: state.accountId,
  billTo: state.accountId,
  applet: 'applet-J00000000000000000000000',
  version: '1.0.0',
  aliases: ['default'],
  installed: true,
  installs: 1,
  published: 0,
  deleted: false,
  openSource: true,
  isDeveloperFor: true,
  categories: [],
  authorizedUsers: [],
  developerNotes: '',
  regionalOptions: {},
  resources: 'container-J00000000000000000000000',
});

/** Where an input or output of a stage belongs in the specification of its workflow. */
const toStageParameters = (
  stage: WireWorkflowStage,
  parameters: readonly WireParameter[],
  isInput: boolean,
): WireParameter[] =>
  parameters.map((parameter) => {
    const bound = isInput ? stage.input?.[parameter.name] : undefined;
    return {
      ...parameter,
      name: `${stage.id}.${parameter.name}`,
      stage: stage.id,
      ...(stage.name !== undefined && {group: stage.name}),
      ...(bound !== undefined && {default: bound, optional: true}),
    };
  });

/** The specification of what a stage runs; that of a nested workflow follows from its stages. */
const toParameters = (
  state: PlatformState,
  stage: WireWorkflowStage,
  key: 'inputSpec' | 'outputSpec',
): readonly WireParameter[] => {
  const executable = state.executables.get(stage.executable ?? '');
  if (executable?.class !== 'workflow') return executable?.[key] ?? [];
  return (executable.stages ?? []).flatMap((inner) =>
    toStageParameters(inner, toParameters(state, inner, key), key === 'inputSpec'),
  );
};

/** Footing: observed, what the official client reads of a workflow; a bound input is optional in its specification. */
const toWorkflowFields = (state: PlatformState, {stages = []}: KnownExecutable): Hash => {
  const toSpec = (key: 'inputSpec' | 'outputSpec') =>
    stages.flatMap((stage) => toStageParameters(stage, toParameters(state, stage, key), key === 'inputSpec'));
  const defaults = {folder: null, input: {}, executionPolicy: {}, systemRequirements: {}, accessible: true};
  return {
    editVersion: 1,
    inputSpec: toSpec('inputSpec'),
    outputSpec: toSpec('outputSpec'),
    inputs: null,
    outputs: null,
    outputFolder: null,
    temporary: false,
    stages: stages.map((stage) => ({...defaults, ...stage})),
  };
};

/** What applets and apps have unless they say otherwise; a specification may be missing, then anything is accepted. */
const runDefaults = {
  inputSpec: [],
  outputSpec: [],
  runSpec: {
    interpreter: 'bash',
    distribution: 'Ubuntu',
    release: '20.04',
    version: '0',
    systemRequirements: {},
    executionPolicy: {},
  },
  access: {network: ['*']},
  ignoreReuse: false,
  httpsApp: {},
};

/** Every field of an executable. Footing: documented, describe of applets, apps and workflows; defaults assumed. */
export const describeExecutable = (state: PlatformState, executable: KnownExecutable): Hash => {
  const isWorkflow = executable.class === 'workflow';
  const isGlobal = executable.class === 'app' || executable.class === 'globalworkflow';
  return {
    title: executable.name,
    summary: '',
    description: '',
    created: 0,
    modified: 0,
    createdBy: {user: state.accountId},
    tags: [],
    properties: {},
    details: {},
    dxapi: '1.0.0',
    ...(isGlobal
      ? toAppDefaults(state)
      : {state: 'closed', types: [], hidden: false, links: [], sponsored: false}),
    ...(executable.class === 'applet' || executable.class === 'app' ? runDefaults : {}),
    ...executable,
    ...(isWorkflow && toWorkflowFields(state, executable)),
  };
};
