import {InvalidInput} from '../errors.ts';
import type {Hash} from '../input.ts';
import {instanceCatalogue, type InstanceTraits} from './instance-catalogue.ts';

/** The families of before 2020, which old executables still name. */
const formerFamily = /^mem[123]_(ssd1|hdd2)_x(2|4|8|16|32)$/;
/** Footing: assumed, other clouds have families of the same form whose sizes are not told here. */
const otherCloud = /^(azure|oci):mem[1-5]_(ssd|hdd)\d\w*_x\d+$/;

/** What an executable without a wish of its own runs on. Footing: assumed. */
export const defaultInstanceType = 'mem1_ssd1_v2_x4';

/** Whether a name is that of an instance type; those of Azure and OCI carry a prefix. */
export const isInstanceType = (name: string): boolean =>
  instanceCatalogue.has(name) || formerFamily.test(name) || otherCloud.test(name);

/** GiB of memory for each core. Footing: documented as a rule of thumb. */
const gibPerCore: Readonly<Record<string, number>> = {mem1: 2, mem2: 4, mem3: 8, mem4: 15.25};

/** What a machine of a type has; for a type that is not told, what its name says, storage being assumed. */
export const toInstanceTraits = (name: string): InstanceTraits => {
  const known = instanceCatalogue.get(name);
  if (known) return known;
  const cores = Number(/_x(\d{1,3})$/.exec(name)?.[1] ?? 4);
  const memoryGiB = cores * (gibPerCore[/mem\d/.exec(name)?.[0] ?? ''] ?? 2);
  return {cores, memoryGiB, storageGB: 25 * cores};
};

/** Footing: documented names; that workers run these releases is observed. */
const systems = ['20.04', '24.04'].map((release) => ({distribution: 'Ubuntu', release, version: '0'}));

/**
 * The answer to `{"fields": {"availableInstanceTypes": true}}` of a project.
 *
 * Footing: documented form; that the cloud's own name is the platform's is assumed.
 */
export const describeInstanceTypes = (): Hash =>
  Object.fromEntries(
    [...instanceCatalogue].map(([name, {cores, memoryGiB, storageGB}], index) => [
      name,
      {
        internalName: name,
        os: systems,
        traits: {
          numCores: cores,
          totalMemoryMB: Math.round(memoryGiB * 1024),
          ephemeralStorageGB: storageGB,
          rank: index,
        },
      },
    ]),
  );

/** Throws `InvalidInput` for a name that is no instance type. Footing: observed, the words of the message's end. */
export const requireInstanceType = (path: string, name: unknown): string => {
  if (typeof name === 'string' && isInstanceType(name)) return name;
  throw new InvalidInput(
    `Expected key "${path}" of input to be an instance type, but ${JSON.stringify(name)} is not a recognized instance type`,
  );
};
