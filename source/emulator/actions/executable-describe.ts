import {readDescribeRequest, selectFields} from '../describe-fields.ts';
import {entityNotFound} from '../errors.ts';
import type {PlatformState} from '../state.ts';
import type {Action} from './action.ts';

const findExecutable = (state: PlatformState, subject: string) => {
  const byId = state.executables.get(subject);
  if (byId) return byId;
  // Footing: documented, `app-NAME` and `app-NAME/VERSION` name an app; every version is the same one (assumed).
  const name = /^app-([^/]+)/.exec(subject)?.[1];
  return [...state.executables.values()].find((item) => item.class === 'app' && item.name === name);
};

/** Footing: observed, the fields that the official client reads; an app's `createdBy` is a plain user ID. */
const appDefaults = (state: PlatformState) => ({
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
  categories: [],
  authorizedUsers: [],
  resources: 'container-J00000000000000000000000',
});

/** Describe of an applet, app or workflow. Footing: documented; the specifications are empty (assumed). */
export const executableDescribe: Action = ({subject, input, userId, state}) => {
  const request = readDescribeRequest(input);
  const executable = findExecutable(state, subject);
  if (executable === undefined) throw entityNotFound(subject);
  if (executable.project !== undefined) state.requireProject(executable.project, userId);
  const defaults = {
    title: executable.name,
    summary: '',
    state: 'closed',
    created: 0,
    modified: 0,
    createdBy: {user: state.accountId},
    tags: [],
    properties: {},
    details: {},
    types: [],
    hidden: false,
    dxapi: '1.0.0',
    inputSpec: [],
    outputSpec: [],
    runSpec: {interpreter: 'bash', distribution: 'Ubuntu', release: '20.04', version: '0'},
    access: {network: ['*']},
  };
  return selectFields(
    {...defaults, ...(executable.class === 'app' && appDefaults(state)), ...executable},
    request,
  );
};
