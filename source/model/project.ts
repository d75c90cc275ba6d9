import type {SafeText} from './safe-text.ts';

/** A project's ID, such as `project-GZ0k3Vj0xPq8K7Y2bF5gJ4vX`. */
export type ProjectId = `project-${string}`;

/** Whether a text is a project ID in the platform's form. */
export const isProjectId = (text: string): text is ProjectId => /^project-[0-9A-Za-z]{24}$/.test(text);

/** A project, as lists of them show it. */
export interface Project {
  readonly id: ProjectId;
  readonly name: SafeText;
  /** What the user may do in it: `VIEW`, `UPLOAD`, `CONTRIBUTE` or `ADMINISTER`. */
  readonly level: SafeText;
}
