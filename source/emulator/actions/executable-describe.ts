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

/** Describe of an applet, app or workflow. Footing: documented; the specifications are empty (assumed). */
export const executableDescribe: Action = ({subject, input, userId, state}) => {
  const request = readDescribeRequest(input);
  const executable = findExecutable(state, subject);
  if (executable === undefined) throw entityNotFound(subject);
  if (executable.project !== undefined) state.requireProject(executable.project, userId);
  return selectFields(
    {
      title: executable.name,
      summary: '',
      state: 'closed',
      created: 0,
      modified: 0,
      createdBy: {user: state.accountId},
      tags: [],
      properties: {},
      types: [],
      hidden: false,
      dxapi: '1.0.0',
      inputSpec: [],
      outputSpec: [],
      runSpec: {interpreter: 'bash', distribution: 'Ubuntu', release: '24.04', version: '0'},
      access: {network: ['*']},
      ...executable,
    },
    request,
  );
};
