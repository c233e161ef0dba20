/** The value that the given share of the values lies below; 0 when there are none. */
export const quantile = (values: number[] | Float32Array, share: number): number => {
  const sorted = new Float32Array(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};
