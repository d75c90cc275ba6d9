import {InvalidInput} from '../errors.ts';

/** Cores of each family's sizes. Footing: documented, the table of the official client (`utils/completer.py`), of AWS. */
const sizes: readonly (readonly [family: RegExp, cores: readonly number[]])[] = [
  [/^mem1_ssd[12]_v2$/, [2, 4, 8, 16, 36, 72]],
  [/^mem[23]_ssd[12]_v2$/, [2, 4, 8, 16, 32, 48, 64, 96]],
  [/^mem[123]_ssd2_v3$|^mem[123]_ssd[12]_v2[ai]$/, [2, 4, 8, 16, 32, 48, 64, 96, 128]],
  [/^mem3_ssd3$/, [2, 4, 8, 12, 16, 24, 48, 96]],
  [/^mem4_ssd1$/, [128]],
  // The families of before 2020, which old executables still name.
  [/^mem[123]_(ssd1|hdd2)$/, [2, 4, 8, 16, 32]],
  [/^mem[1-4]_ssd[12]_gpu\w*$/, [4, 8, 12, 16, 32, 48, 64, 96]],
];

/** What an executable without a wish of its own runs on. Footing: assumed. */
export const defaultInstanceType = 'mem1_ssd1_v2_x4';

/** Whether a name is that of an instance type; those of Azure and OCI carry a prefix. */
export const isInstanceType = (name: string): boolean => {
  const parts = /^(?:(azure|oci):)?(\w+)_x(\d+)$/.exec(name);
  if (parts === null) return false;
  const [, cloud, family = '', cores] = parts;
  // Footing: assumed, other clouds have families of the same form whose sizes are not told here.
  if (cloud !== undefined) return /^mem[1-4]_(ssd|hdd)\d/.test(family);
  return sizes.some(([pattern, known]) => pattern.test(family) && known.includes(Number(cores)));
};

/** Throws `InvalidInput` for a name that is no instance type. Footing: observed, the words of the message's end. */
export const requireInstanceType = (path: string, name: unknown): string => {
  if (typeof name === 'string' && isInstanceType(name)) return name;
  throw new InvalidInput(
    `Expected key "${path}" of input to be an instance type, but ${JSON.stringify(name)} is not a recognized instance type`,
  );
};
