import {readOptionalString, readString} from '../input.ts';
import {readOptionalProperties, readOptionalTags} from '../metadata.ts';
import type {Action} from './action.ts';

/**
 * `/file/new`: a file without content, open until `/file-xxxx/close`.
 *
 * Footing: documented; that nothing can be uploaded into it is ours: the emulator keeps no data.
 */
export const fileNew: Action = (call) => {
  const {input, userId, state, life, nowMs, jobId} = call;
  const project = readString(input, 'project');
  state.requireContribution(project, userId);
  return state.nonces.answerOnce(call, () => {
    const id = life.ids('file');
    state.dataObjects.set(id, {
      id,
      class: 'file',
      project,
      folder: readOptionalString(input, 'folder') ?? '/',
      name: readOptionalString(input, 'name') ?? id,
      state: 'open',
      created: nowMs,
      modified: nowMs,
      createdBy: {user: userId, ...(jobId !== undefined && {job: jobId})},
      tags: readOptionalTags(input) ?? [],
      properties: readOptionalProperties(input) ?? {},
    });
    return {id};
  });
};
