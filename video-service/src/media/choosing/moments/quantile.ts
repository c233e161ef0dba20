/** The value below which the given share of the values lies; 0 if there are none. */
export const quantile = (values: number[] | Float32Array, share: number): number => {
  const sorted = new Float32Array(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};
