import test from 'ava';
import {type ListSort, sortExecutions} from '../../source/model/list-order.ts';
import {clean} from '../../source/model/safe-text.ts';
import {createJob} from '../helpers/executions.ts';

const JOBS = [
  createJob({name: clean('beta'), state: clean('done'), createdMs: 3, price: undefined}),
  createJob({
    name: clean('gamma'),
    state: clean('failed'),
    createdMs: 2,
    price: {amount: 2, symbol: clean('$'), isSymbolLeft: true},
  }),
  createJob({
    name: clean('alpha'),
    state: clean('running'),
    createdMs: 1,
    price: {amount: 5, symbol: clean('$'), isSymbolLeft: true},
  }),
];

const CASES: readonly (readonly [ListSort, readonly string[]])[] = [
  [{by: 'name', isReversed: false}, ['alpha', 'beta', 'gamma']],
  [{by: 'name', isReversed: true}, ['gamma', 'beta', 'alpha']],
  [{by: 'state', isReversed: false}, ['gamma', 'alpha', 'beta']],
  [{by: 'cost', isReversed: false}, ['alpha', 'gamma', 'beta']],
  [{by: 'cost', isReversed: true}, ['gamma', 'alpha', 'beta']],
  [{by: 'rate', isReversed: false}, ['beta', 'gamma', 'alpha']],
];
for (const [sort, names] of CASES) {
  test(`executions outside of a tree by ${sort.by}${sort.isReversed ? ', reversed' : ''}: ${names.join(', ')}`, (t) => {
    t.deepEqual(
      sortExecutions(JOBS, sort, 10).map(({name}) => String(name)),
      [...names],
    );
  });
}
