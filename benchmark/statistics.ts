/** The value below which a share of the samples lies: 0.5 for the median. Throws `RangeError` when there are none. */
export const quantile = (samples: readonly number[], share: number): number => {
  const sorted = [...samples].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new RangeError('there are no samples');
  return below + (above - below) * (position - Math.floor(position));
};

/** The middle of the samples. */
export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

/** What one series takes of another, pair by pair: the two of a pair were measured one right after the other. */
export const toRatios = (measured: readonly number[], reference: readonly number[]): number[] =>
  measured.map((value, index) => value / (reference[index] ?? Number.NaN));
