import test from 'ava';
import {passesFilter, toBoth} from '../../../source/model/filter/filter.ts';
import {parseFilter} from '../../../source/model/filter/parse-filter.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {createJob} from '../../helpers/executions.ts';

const JOBS = ['running', 'failed', 'done'].flatMap((state) =>
  ['a', 'b'].map((name) => createJob({name: clean(`${name} ${state}`), state: clean(state)})),
);

for (const [one, other, names] of [
  ['', '', ['a running', 'b running', 'a failed', 'b failed', 'a done', 'b done']],
  ['state:failed', '', ['a failed', 'b failed']],
  ['state:fai', '', ['a failed', 'b failed']],
  ['state:d,run', 'name:/^a/', ['a running', 'a done']],
  ['state:ailed', '', []],
  ['', 'name:/^a/', ['a running', 'a failed', 'a done']],
  ['state:failed', 'name:/^a/', ['a failed']],
  ['state:failed or state:done', 'name:/^a/ or state:done', ['a failed', 'a done', 'b done']],
] as const) {
  test(`what passes "${one}" as well as "${other}": ${names.join(', ')}`, (t) => {
    const filter = toBoth(parseFilter(one).filter, parseFilter(other).filter);
    const passed = JOBS.filter((execution) => passesFilter(filter, {execution, nowMs: 0}));
    t.deepEqual(
      passed.map(({name}) => String(name)),
      [...names],
    );
  });
}
