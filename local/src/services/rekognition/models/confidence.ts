/** Percent for a score of 0 to 1, strictly rising: 50 at `even`, steeper with `steepness`. */
export const logistic =
  ({ even, steepness }: { even: number; steepness: number }) =>
  (score: number): number =>
    100 / (1 + Math.exp((even - score) * steepness));

/** Percent for a score of 0 to 1, rising in two straight lines: 50 at `even`, 100 at 1. */
export const straight = (score: number, even: number): number =>
  score < even ? (50 * score) / even : 50 + (50 * (score - even)) / (1 - even);
