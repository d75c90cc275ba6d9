import test from 'ava';
import {formatLastSession} from '../../source/format/last-session.ts';
import {widthOf} from '../../source/format/fit.ts';
import {clean} from '../../source/model/safe-text.ts';
import type {WorkerChange} from '../../source/model/worker-change.ts';
import {toRecord} from '../services/storage/state-folder.ts';

const NOW_MS = 1_790_000_300_000;
const RESTARTED: WorkerChange = {kind: 'restarted', tryNumber: 1};
const LONG_NAME = 'variant calling of the whole second cohort, with all of its controls';

const format = (jobName: string, change: WorkerChange | undefined, columns: number): string =>
  formatLastSession(
    {record: toRecord(0, {jobName: clean(jobName), lastSeenMs: NOW_MS - 300_000}), change},
    {nowMs: NOW_MS, columns, isPlain: false},
  );

for (const [jobName, change, columns, expected] of [
  ['the worker', undefined, 80, 'Last session: the worker, 5m ago. S Enter picks it up.'],
  ['the worker', RESTARTED, 80, 'Last session: the worker is gone, restarted since (try 1). S F forgets it.'],
  [
    'the worker',
    {kind: 'other-worker'},
    80,
    'Last session: the worker is gone, it has another worker now. S F forgets it.',
  ],
  [
    LONG_NAME,
    RESTARTED,
    80,
    'Last session: variant calling~ is gone, restarted since (try 1). S F forgets it.',
  ],
  [LONG_NAME, RESTARTED, 60, 'Last session: variant c~ is gone, restarted~ S F forgets it.'],
] as const) {
  test(`in ${columns} columns the last session is told with its keys: ${expected}`, (t) => {
    t.is(format(jobName, change, columns), expected);
  });
}

test('no name and no reason takes the keys their place', (t) => {
  for (const change of [undefined, RESTARTED, {kind: 'other-worker'}] as const)
    for (let columns = 40; columns <= 200; columns++) {
      const line = format(LONG_NAME, change, columns);
      t.true(widthOf(line) <= columns, line);
      t.regex(line, / S (Enter picks it up|F forgets it)\.$/);
    }
});
