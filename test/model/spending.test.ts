import test from 'ava';
import {clean} from '../../source/model/safe-text.ts';
import {formatSpendingWarning} from '../../source/format/spending.ts';
import {findSpendingWarnings} from '../../source/model/spending.ts';

const payer = clean('org-lab');
const price = (amount: number) => ({amount, symbol: clean('$'), isSymbolLeft: true});

const cases = [
  ['much is left', {left: 500, spent: 100}, 1, undefined],
  [
    'nine tenths are spent',
    {left: 50, spent: 450},
    1,
    'org-lab is near its spending limit: about $50.00 are left, 2 days at what runs here now.',
  ],
  [
    'what is left lasts for less than a day',
    {left: 50, spent: undefined},
    10,
    'org-lab is near its spending limit: about $50.00 are left, 5 h at what runs here now.',
  ],
  ['it lasts for longer, and nobody tells what was spent', {left: 50, spent: undefined}, 1, undefined],
  ['nothing that runs has a price', {left: 50, spent: undefined}, undefined, undefined],
  [
    'it is reached',
    {left: -2, spent: undefined},
    undefined,
    'org-lab has reached its spending limit: the platform ends what it pays for.',
  ],
] as const;

for (const [title, limit, perHour, expected] of cases) {
  test(`of a spending limit of which ${title} is said ${expected === undefined ? 'nothing' : 'that'}`, (t) => {
    const warnings = findSpendingWarnings(
      [{payer, ...limit}],
      perHour === undefined ? undefined : price(perHour),
      0.9,
    );
    t.deepEqual(
      warnings.map((warning) => formatSpendingWarning(warning, price(0))),
      expected === undefined ? [] : [expected],
    );
  });
}
