import test from 'ava';
import {isAllowedBy} from '../../source/emulator/firewall.ts';

const cases: [unknown, string, boolean][] = [
  [undefined, '127.0.0.1', false],
  [[], '127.0.0.1', false],
  [['127.0.0.1'], '127.0.0.1', true],
  [['127.0.0.2'], '127.0.0.1', false],
  [['*'], '203.0.113.7', true],
  [['203.0.113.0/24'], '203.0.113.7', true],
  [['203.0.113.0/29'], '203.0.113.8', false],
  [['0.0.0.0/0'], '8.8.8.8', true],
  [['203.0.113.7/32'], '203.0.113.7', true],
  [['203.0.113.0/33'], '203.0.113.0', false],
  [['203.0.113.0/'], '203.0.113.0', false],
  [['proxy.example.org'], '203.0.113.7', false],
  [['256.0.0.0/0'], '8.8.8.8', false],
  ['*', '8.8.8.8', false],
];

for (const [allowSsh, clientIp, isAllowed] of cases) {
  test(`${JSON.stringify(allowSsh)} ${isAllowed ? 'lets in' : 'keeps out'} ${clientIp}`, (t) => {
    t.is(isAllowedBy(allowSsh, clientIp), isAllowed);
  });
}
