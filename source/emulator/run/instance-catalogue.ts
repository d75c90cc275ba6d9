/** What a machine of one type has. */
export interface InstanceTraits {
  readonly cores: number;
  readonly memoryGiB: number;
  readonly storageGB: number;
}

/**
 * The sizes of each family on AWS: cores, memory in GiB and storage in GB.
 *
 * Footing: documented, the table of the official client (`utils/completer.py`).
 */
const families: Readonly<Record<string, string>> = {
  mem1_ssd1_v2: '2/4/50 4/8/100 8/16/200 16/32/400 36/72/900 72/144/1800',
  mem1_ssd2_v3:
    '2/4/118 4/8/237 8/16/474 16/32/950 32/64/1900 48/96/2850 64/128/3800 96/192/5700 128/256/7600',
  mem1_ssd2_v2: '2/4/160 4/8/320 8/16/640 16/32/1280 36/72/2880 72/144/5760',
  mem2_ssd1_v2: '2/8/75 4/16/150 8/32/300 16/64/600 32/128/1200 48/144/1800 64/256/2400 96/384/3600',
  mem2_ssd2_v3:
    '2/8/118 4/16/237 8/32/474 16/64/950 32/128/1900 48/192/2850 64/256/3800 96/384/5700 128/512/7600',
  mem2_ssd2_v2: '2/8/160 4/16/320 8/32/640 16/64/1280 32/128/2560 48/192/3840 64/256/5120 96/384/7480',
  mem3_ssd1_v2: '2/16/75 4/32/150 8/64/300 16/128/600 32/256/1200 48/384/1800 64/512/3200 96/768/3600',
  mem3_ssd2_v3:
    '2/16/118 4/32/237 8/64/474 16/128/950 32/256/1900 48/384/2850 64/512/3800 96/768/5700 128/1024/7600',
  mem3_ssd2_v2: '2/15.25/475 4/30.5/950 8/61/1900 16/122/3800 32/244/7600 64/488/15200',
  mem3_ssd3: '2/16/1250 4/32/2500 8/64/5000 12/96/7500 24/192/15000 48/384/30000 96/768/60000',
  mem4_ssd1: '128/1952/3840',
  mem2_ssd1_gpu: '16/64/225 32/128/900 64/256/900 48/192/900',
  mem2_ssd1_gpu1: '32/128/900 64/256/900',
  mem2_ssd1_gpu4: '48/192/900',
  mem2_ssd2_gpu1: '4/16/250 8/32/450 16/64/600 32/128/900 64/256/1900',
  mem2_ssd2_gpu4: '48/192/3800 96/384/3800',
  mem2_ssd2_gpu8: '192/768/7600',
  mem2_ssd2_gpu1_v2: '4/16/250 8/32/450 16/64/600 32/128/900 64/256/1880',
  mem2_ssd2_gpu4_v2: '48/192/3760 96/384/3760',
  mem2_ssd2_gpu8_v2: '192/768/7520',
  mem3_ssd1_gpu1: '16/128/600 32/256/900',
  mem3_ssd2_fpga1: '24/256/940',
  mem3_ssd2_fpga2: '48/512/1880',
  mem3_ssd2_fpga8: '192/2048/7520',
  mem1_ssd1: '2/3.8/32 4/7.5/80 8/15/160 16/30/320 32/60/640 36/72/900',
  mem1_ssd2: '2/3.8/160 4/7.5/320 8/15/640 16/30/1280 36/60/2880',
  mem2_ssd1: '2/7.5/32 4/15/80 8/30/160',
  mem2_ssd2: '2/8/160 4/16/320 8/32/1280 16/64/2560 40/160/3200 64/256/5120',
  mem3_ssd1: '2/15/32 4/30.5/80 8/61/160 16/122/320 32/244/640',
  mem3_ssd2: '4/30.5/800 8/61/1600 16/122/3200 32/244/6400',
  mem1_hdd1: '2/3.75/200 4/7.5/400 8/15/800 16/30/1600 36/60/3200',
  mem1_hdd1_v2: '2/4/200 4/8/400 8/16/800 16/32/1600 36/72/3600 72/144/7200 96/192/9600',
  mem1_hdd2: '1/1.7/160 8/7/1680',
  mem2_hdd2: '1/3.8/410 2/7.5/840 4/15/1680',
  mem2_hdd2_v2: '2/8/1000 4/16/2000',
  mem3_hdd2: '2/17.1/420 4/34.2/850 8/68.4/1680',
  mem3_hdd2_v2: '2/16/500 4/32/1000 8/64/2000',
};

const toTraits = (size: string): InstanceTraits => {
  const [cores = 0, memoryGiB = 0, storageGB = 0] = size.split('/').map(Number);
  return {cores, memoryGiB, storageGB};
};

/** Every instance type of today by name. */
export const instanceCatalogue: ReadonlyMap<string, InstanceTraits> = new Map(
  Object.entries(families).flatMap(([family, sizes]) =>
    sizes.split(' ').map((size) => {
      const traits = toTraits(size);
      return [`${family}_x${traits.cores}`, traits];
    }),
  ),
);
