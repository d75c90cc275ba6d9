import test from 'ava';
import {isAllowed} from '../../../source/services/ssh/firewall.ts';

const cases: ReadonlyArray<readonly [list: readonly string[], address: string, isCovered: boolean]> = [
  [[], '192.0.2.1', false],
  [['192.0.2.1'], '192.0.2.1', true],
  [['192.0.2.10'], '192.0.2.1', false],
  [['198.51.100.7', '192.0.2.1'], '192.0.2.1', true],
  [['*'], '192.0.2.1', true],
  [['*'], '2001:db8::1', true],
  [['192.0.2.0/24'], '192.0.2.255', true],
  [['192.0.2.0/24'], '192.0.3.0', false],
  [['192.0.2.77/24'], '192.0.2.1', true],
  [['0.0.0.0/0'], '255.255.255.255', true],
  [['128.0.0.0/1'], '255.255.255.255', true],
  [['128.0.0.0/1'], '127.255.255.255', false],
  [['192.0.2.1/32'], '192.0.2.1', true],
  [['192.0.2.1/32'], '192.0.2.0', false],
  [['192.0.2.0/33'], '192.0.2.0', false],
  [['192.0.2.0/'], '192.0.2.0', false],
  [['192.0.2.0/x'], '192.0.2.0', false],
  [['/24'], '0.0.0.1', false],
  [['2001:db8::1'], '2001:db8::1', true],
  [['2001:db8::/32'], '2001:db8::1', false],
  [['example.org'], '192.0.2.1', false],
  [['192.0.2.*'], '192.0.2.1', false],
];
for (const [list, address, isCovered] of cases) {
  test(`[${list.join(', ')}] ${isCovered ? 'lets' : 'does not let'} ${address} in`, (t) => {
    t.is(isAllowed(list, address), isCovered);
  });
}
