import test from 'ava';
import {nextInstanceType, type Resource, sizeOf} from '../../source/model/instance-types.ts';

const rows: readonly (readonly [string, Resource, string | undefined])[] = [
  ['mem1_ssd1_v2_x4', 'memory', 'mem2_ssd1_v2_x4'],
  ['mem2_ssd1_v2_x8', 'memory', 'mem3_ssd1_v2_x8'],
  ['mem3_ssd1_v2_x8', 'memory', 'mem3_ssd1_v2_x16'],
  ['mem1_ssd1_v2_x4', 'storage', 'mem2_ssd1_v2_x4'],
  ['mem2_ssd1_v2_x4', 'storage', 'mem2_ssd1_v2_x8'],
  ['mem3_ssd1_v2_x16', 'storage', 'mem2_ssd1_v2_x32'],
  ['mem1_ssd2_v2_x4', 'memory', 'mem1_ssd2_v2_x8'],
  ['mem3_ssd1_v2_x96', 'memory', undefined],
  ['a_new_type_x4', 'memory', undefined],
];
for (const [type, resource, expected] of rows) {
  test(`the next type after ${type} with more ${resource} is ${expected ?? 'unknown'}`, (t) => {
    t.is(nextInstanceType(type, resource), expected);
  });
}

test('the size of a known type is that of the table', (t) => {
  t.deepEqual(sizeOf('mem2_ssd1_v2_x16'), {cores: 16, memoryGiB: 64, storageGB: 600});
  t.is(sizeOf('__proto__'), undefined);
});
