import type {Hash} from './input.ts';
import {describeInstanceTypes} from './run/instance-types.ts';
import type {PlatformState, ProjectRecord} from './state.ts';

/** Every field of a project as one user sees it. Footing: documented, describe of a project. */
export const toProjectDescribe = (state: PlatformState, project: ProjectRecord, userId: string): Hash => ({
  class: 'project',
  summary: '',
  description: '',
  region: 'aws:us-east-1',
  billTo: state.accountId,
  created: 0,
  modified: 0,
  createdBy: {user: state.accountId},
  dataUsage: 0,
  folders: ['/'],
  public: false,
  restricted: false,
  protected: false,
  downloadRestricted: false,
  containsPHI: false,
  tags: [],
  properties: {},
  totalSponsoredEgressBytes: 0,
  ...project.wire,
  level: project.levels.get(userId) ?? 'VIEW',
  permissions: Object.fromEntries(project.levels),
  availableInstanceTypes: describeInstanceTypes(),
});
