import {readDescribeRequest, selectFields} from '../describe-fields.ts';
import {describeExecutable} from '../executables/describe-executable.ts';
import {requireExecutable} from '../executables/find-executable.ts';
import type {Action} from './action.ts';

/** Describe of an applet, app, workflow or global workflow. Footing: documented. */
export const executableDescribe: Action = ({subject, input, userId, state}) =>
  selectFields(
    describeExecutable(state, requireExecutable(state, subject, userId)),
    readDescribeRequest(input),
  );
