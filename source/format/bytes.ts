const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** A size in its largest binary unit, to three digits at most: `0 B`, `12.3 GiB`, `142 GiB`. Negative ones are zero. */
export const formatBytes = (bytes: number): string => {
  let value = Math.max(0, bytes);
  let index = 0;
  // What would be rounded to 1024 of a unit is one of the next.
  while (value >= 1023.5 && index < UNITS.length - 1) {
    value /= 1024;
    index += 1;
  }

  const digits = value >= 99.95 || index === 0 ? value.toFixed(0) : String(Number(value.toFixed(1)));
  return `${digits} ${UNITS[index] ?? ''}`;
};
