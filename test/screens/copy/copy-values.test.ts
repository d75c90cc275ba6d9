import test from 'ava';
import {clean} from '../../../source/model/safe-text.ts';
import {type CopyAction, toCopyValue} from '../../../source/screens/copy/copy-values.ts';
import {createJob, toTestJobId} from '../../helpers/executions.ts';

const job = createJob({
  project: clean('project-Jv5QGX8jFz7Yv9QkZ4b2G5gQ'),
  worker: {host: clean('ec2-1-2-3-4.compute.amazonaws.com'), sshPort: 22, sshHostKey: undefined},
});
const id = toTestJobId(1);
const WEBSITE = 'platform.dnanexus.com';

const values: ReadonlyArray<readonly [CopyAction, string]> = [
  ['id', id],
  ['name', 'align reads'],
  ['host', 'ec2-1-2-3-4.compute.amazonaws.com'],
  ['ssh', `dxtop ssh ${id}`],
  ['url', `https://platform.dnanexus.com/panx/projects/Jv5QGX8jFz7Yv9QkZ4b2G5gQ/monitor/job/${id.slice(4)}`],
];
for (const [action, expected] of values) {
  test(`the ${action} of a job can be copied`, (t) => {
    const value = toCopyValue(action, job, WEBSITE);
    t.is(value.kind === 'text' ? String(value.text) : value.reason, expected);
  });
}

test('what a job has not is not copied, with the reason', (t) => {
  t.deepEqual(toCopyValue('host', createJob(), WEBSITE), {kind: 'missing', reason: 'it has no worker now'});
  t.deepEqual(toCopyValue('url', createJob({project: clean('x/../y')}), WEBSITE), {
    kind: 'missing',
    reason: 'its project is not known',
  });
  t.deepEqual(toCopyValue('name', createJob({name: undefined}), WEBSITE), {
    kind: 'missing',
    reason: 'it has no name',
  });
});

test('where the website of the platform is not known there is no URL, and how to name it is said', (t) => {
  t.deepEqual(toCopyValue('url', job, undefined), {
    kind: 'missing',
    reason: 'the website of this platform is not known; set platform.website',
  });
});

test('what goes to the clipboard is cleaned, whatever somebody put into a name', (t) => {
  const value = toCopyValue('name', createJob({name: clean('a\u001b]0;x\u0007\nrm -rf ~\u202e')}), WEBSITE);
  t.regex(value.kind === 'text' ? value.text : '', /^[^\u0000-\u001f\u007f-\u009f\u202e]*$/);
});
