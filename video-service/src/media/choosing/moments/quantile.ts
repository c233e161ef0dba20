/** The value below which the given share of the values lies; 0 if there are none. */
export const quantile = (values: ArrayLike<number>, share: number): number => {
  if (values.length === 0) return 0;
  const place = Math.min(values.length - 1, Math.floor(values.length * share));
  return valueAt(place, new Float32Array(values));
};

// What sorting would put in this place, without sorting the rest: https://en.wikipedia.org/wiki/Quickselect
const valueAt = (place: number, values: Float32Array): number => {
  let first = 0;
  let last = values.length - 1;
  while (first < last) {
    const pivot = values[(first + last) >> 1] ?? 0;
    let low = first;
    let high = last;
    while (low <= high) {
      while ((values[low] ?? 0) < pivot) low += 1;
      while ((values[high] ?? 0) > pivot) high -= 1;
      if (low > high) break;
      const moved = values[low] ?? 0;
      values[low] = values[high] ?? 0;
      values[high] = moved;
      low += 1;
      high -= 1;
    }
    if (place <= high) last = high;
    else if (place >= low) first = low;
    else break;
  }
  return values[place] ?? 0;
};
