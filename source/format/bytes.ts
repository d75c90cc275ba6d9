/** What a unit is 1024 or 1000 of: `binary` counts in GiB, `decimal` in GB. */
export type ByteUnits = 'binary' | 'decimal';

const SCALES: Readonly<Record<ByteUnits, {readonly step: number; readonly names: readonly string[]}>> = {
  binary: {step: 1024, names: ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']},
  decimal: {step: 1000, names: ['B', 'kB', 'MB', 'GB', 'TB', 'PB']},
};

/** A size in its largest unit, to four digits at most: `0 B`, `12.3 GiB`, `142 GB`. Negative ones are zero. */
export const formatBytes = (bytes: number, units: ByteUnits): string => {
  const {step, names} = SCALES[units];
  let value = Math.max(0, bytes);
  let index = 0;
  // What would be rounded to a whole step of a unit is one of the next.
  while (value >= step - 0.5 && index < names.length - 1) {
    value /= step;
    index += 1;
  }

  const digits = value >= 99.95 || index === 0 ? value.toFixed(0) : String(Number(value.toFixed(1)));
  return `${digits} ${names[index] ?? ''}`;
};
