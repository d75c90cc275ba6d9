import type {LaunchFacts} from '../../../source/hooks/use-launch.ts';
import type {FormerJobRun} from '../../../source/model/former-run.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {toTestJobId} from '../../helpers/executions.ts';

/** A job that can run again, in a project of one's own. */
export const createFacts = ({
  level = 'ADMINISTER',
  ...others
}: {
  level?: string;
  ownAddress?: string | undefined;
  former?: Partial<FormerJobRun>;
} = {}): LaunchFacts => ({
  former: {
    id: toTestJobId(1),
    executable: 'app-aligner',
    executableName: clean('aligner'),
    name: 'align reads',
    project: 'project-GZ0k3Vj0xPq8K7Y2bF5gJ4vX',
    folder: '/out',
    tags: ['plate7'],
    properties: {cohort: '7'},
    priority: 'normal',
    input: {sample: 'HG002', lanes: [1, 2]},
    price: {amount: 1.5, symbol: clean('$'), isSymbolLeft: true},
    requirements: {main: {instanceType: 'mem2_ssd1_v2_x2'}},
    requirementsByExecutable: {},
    ...others.former,
  },
  project: {id: 'project-GZ0k3Vj0xPq8K7Y2bF5gJ4vX', name: clean('cohort'), level: clean(level)},
  ownAddress: 'ownAddress' in others ? others.ownAddress : '203.0.113.7',
});
