/** What a worker of one type has. */
export interface InstanceSize {
  readonly cores: number;
  readonly memoryGiB: number;
  readonly storageGB: number;
}

/** A resource that a job can run out of. */
export type Resource = 'memory' | 'storage';

/**
 * The families of instance types on AWS: cores, memory in GiB and storage in GB of each size.
 * Source: https://documentation.dnanexus.com/developer/api/running-analyses/instance-types
 */
const FAMILIES: Readonly<Record<string, readonly (readonly [cores: number, GiB: number, GB: number])[]>> = {
  mem1_ssd1_v2_: [
    [2, 4, 50],
    [4, 8, 100],
    [8, 16, 200],
    [16, 32, 400],
    [36, 72, 900],
    [72, 144, 1800],
  ],
  mem2_ssd1_v2_: [
    [2, 8, 75],
    [4, 16, 150],
    [8, 32, 300],
    [16, 64, 600],
    [32, 128, 1200],
    [48, 144, 1800],
    [64, 256, 2400],
    [96, 384, 3600],
  ],
  mem3_ssd1_v2_: [
    [2, 16, 75],
    [4, 32, 150],
    [8, 64, 300],
    [16, 128, 600],
    [32, 256, 1200],
    [48, 384, 1800],
    [64, 512, 3200],
    [96, 768, 3600],
  ],
  mem1_ssd2_v2_: [
    [2, 4, 160],
    [4, 8, 320],
    [8, 16, 640],
    [16, 32, 1280],
    [36, 72, 2880],
    [72, 144, 5760],
  ],
};

const toName = (family: string, cores: number): string => `${family}x${String(cores)}`;

/** The size of an instance type, by its name; `undefined` for one that is not in the table. */
export const sizeOf = (instanceType: string): InstanceSize | undefined => {
  for (const [family, sizes] of Object.entries(FAMILIES)) {
    for (const [cores, memoryGiB, storageGB] of sizes) {
      if (toName(family, cores) === instanceType) return {cores, memoryGiB, storageGB};
    }
  }

  return undefined;
};

/**
 * The smallest instance type with at least one and a half times as much of the resource, and no less of anything else;
 * among equals the one with the fewest cores, which is the cheapest. `undefined` when the type is unknown or none is larger.
 *
 * @param used how much is known to have been used, in the units of `InstanceSize`; the new type has more than that
 */
export const nextInstanceType = (instanceType: string, resource: Resource, used = 0): string | undefined => {
  const current = sizeOf(instanceType);
  if (!current) return undefined;
  const amountOf = ({memoryGiB, storageGB}: InstanceSize) => (resource === 'memory' ? memoryGiB : storageGB);
  const otherOf = ({memoryGiB, storageGB}: InstanceSize) => (resource === 'memory' ? storageGB : memoryGiB);
  const larger = Object.entries(FAMILIES)
    .flatMap(([family, sizes]) =>
      sizes.map(([cores, memoryGiB, storageGB]) => ({
        name: toName(family, cores),
        cores,
        amount: amountOf({cores, memoryGiB, storageGB}),
        other: otherOf({cores, memoryGiB, storageGB}),
      })),
    )
    .filter(
      ({cores, amount, other}) =>
        cores >= current.cores &&
        other >= otherOf(current) &&
        amount >= amountOf(current) * 1.5 &&
        amount > used,
    )
    .sort((a, b) => a.cores - b.cores || a.amount - b.amount);
  return larger[0]?.name;
};
