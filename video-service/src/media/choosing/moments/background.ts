import { CELLS, type Glimpse } from './glimpse.ts';
import { quantile } from './quantile.ts';

// Enough for a median.
const MAX_SAMPLES = 31;

// A cell that differs by more shows something else, not just other light.
const SAME_CELL = 12;

// A picture with this little contrast hardly shows the scene: it is black, or fading.
const LEAST_CONTRAST = 0.3;

/** The pictures with the same exposure, undefined where the scene is hardly visible, and what most of them show. */
export type Exposed = { pictures: (Float32Array | undefined)[]; background: Float32Array };

/** Removes the exposure from the glimpses, and finds the constant background. */
export const exposeAlike = (glimpses: Glimpse[]): Exposed => {
  const centred = glimpses.map(({ grays }) => centre(grays));
  const rough = medianPicture(centred);
  const matched = centred.map((picture) => matchExposure(picture, rough));
  const background = medianPicture(matched);
  const least = contrastOf(rough) * LEAST_CONTRAST;
  const pictures = matched.map((picture, index) =>
    contrastOf(centred[index] ?? picture) < least ? undefined : picture,
  );
  return { pictures, background };
};

// Loops over numbers, because a callback or an iterator for each cell of each picture would cost as much as decoding.
const centre = (grays: Uint8Array): Float32Array => {
  let sum = 0;
  for (let cell = 0; cell < CELLS; cell += 1) sum += grays[cell] ?? 0;
  return expose(new Float32Array(grays), { gain: 1, offset: -sum / CELLS });
};

const expose = (picture: Float32Array, { gain, offset }: Exposure): Float32Array => {
  const exposed = new Float32Array(CELLS);
  for (let cell = 0; cell < CELLS; cell += 1) exposed[cell] = (picture[cell] ?? 0) * gain + offset;
  return exposed;
};

const contrastOf = (centred: Float32Array): number => {
  let sum = 0;
  for (let cell = 0; cell < CELLS; cell += 1) sum += Math.abs(centred[cell] ?? 0);
  return sum / CELLS;
};

const medianPicture = (pictures: Float32Array[]): Float32Array => {
  const samples = spread(pictures, MAX_SAMPLES);
  const values = new Float32Array(samples.length);
  const medians = new Float32Array(CELLS);
  for (let cell = 0; cell < CELLS; cell += 1) {
    for (let at = 0; at < values.length; at += 1) values[at] = samples[at]?.[cell] ?? 0;
    medians[cell] = quantile(values, 0.5);
  }
  return medians;
};

/** At most so many of the values, evenly spread. */
export const spread = <Value>(values: Value[], count: number): Value[] => {
  const step = Math.max(1, values.length / count);
  return values.filter((_, index) => Math.floor(index / step) > Math.floor((index - 1) / step));
};

// Least squares over the cells that show the same, so that objects in the picture do not count.
const matchExposure = (picture: Float32Array, wanted: Float32Array): Float32Array => {
  let exposure = { gain: 1, offset: 0 };
  for (const tolerance of [Infinity, SAME_CELL, SAME_CELL])
    exposure = fitExposure(picture, wanted, { ...exposure, tolerance });
  return expose(picture, exposure);
};

type Exposure = { gain: number; offset: number };
type Fit = Exposure & { tolerance: number };

const fitExposure = (
  picture: Float32Array,
  wanted: Float32Array,
  { gain, offset, tolerance }: Fit,
) => {
  // One by one: numbers destructured as an array would be allocated again for each cell.
  let n = 0;
  let x = 0;
  let y = 0;
  let xx = 0;
  let xy = 0;
  for (let cell = 0; cell < CELLS; cell += 1) {
    const gray = picture[cell] ?? 0;
    const aim = wanted[cell] ?? 0;
    if (Math.abs(gray * gain + offset - aim) > tolerance) continue;
    n += 1;
    x += gray;
    y += aim;
    xx += gray * gray;
    xy += gray * aim;
  }
  const variance = n * xx - x * x;
  // Too few cells, or cells of a single gray, do not tell.
  if (n < CELLS / 10 || variance < n * n) return { gain, offset };
  const fitted = Math.min(3, Math.max(0.3, (n * xy - x * y) / variance));
  return { gain: fitted, offset: (y - fitted * x) / n };
};
