const DELAYS_MS = [500, 1000, 2000, 4000, 8000, 15_000];

/** How long to wait before try number 2, 3, … (`triesSoFar` 1, 2, …) to come back, in milliseconds. */
export const reconnectDelayMs = (triesSoFar: number): number => DELAYS_MS[triesSoFar - 1] ?? 15_000;
