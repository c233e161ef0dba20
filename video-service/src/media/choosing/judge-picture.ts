/** An RGB picture, three bytes per pixel, row by row. */
export type Pixels = { width: number; height: number; rgb: Uint8Array };

/** How much a picture shows, from 0 (one colour) to 1, and whether it is practically black. */
export type Judgement = { score: number; dark: boolean };

// Every second pixel in every second row is representative.
const STEP = 2;
const BLOCK = 8;
// Four bits per channel.
const COLOURS = 4096;

const DARK_LUMA = 48;
const DARK_SHARE = 0.98;

// The signs of a good picture: many colours, sharp edges, and few areas without detail.
const GOOD_ENTROPY_BITS = 7;
const GOOD_EDGE = 60;
const GOOD_SPREAD = 110;
const FLAT_RANGE = 4;

/**
 * Scores a picture by what distinguishes a scene from black, a fade, a blur, one colour, a title card and a test card:
 * its range of brightness, its number of colours, the sharpness of its edges, and how much of it is perfectly flat.
 */
export const judgePicture = (pixels: Pixels): Judgement => {
  const grid = sample(pixels);
  const { luma } = grid;
  const lightAt = (share: number) => quantileOf(grid.lights, share, luma.length);
  const spread = upTo(GOOD_SPREAD, lightAt(0.98) - lightAt(0.02));
  const colours = upTo(GOOD_ENTROPY_BITS, entropyBits(grid.colours, luma.length));
  const edges = upTo(GOOD_EDGE, strongEdge(grid));
  const detail = 1 - flatShare(grid);
  return { score: spread * colours * edges * detail, dark: lightAt(DARK_SHARE) < DARK_LUMA };
};

// The value that the given share of so many values does not exceed.
const quantileOf = (counts: Uint32Array, share: number, total: number) => {
  let left = Math.floor((total - 1) * share);
  return counts.findIndex((count) => {
    left -= count;
    return left < 0;
  });
};

const upTo = (good: number, value: number) => Math.min(1, value / good);

// `lights` and `colours` count how often each value occurs, which is cheaper than sorting the values.
type Grid = {
  width: number;
  height: number;
  luma: Uint8Array;
  lights: Uint32Array;
  colours: Uint32Array;
};

const sample = ({ width, height, rgb }: Pixels): Grid => {
  const columns = Math.ceil(width / STEP);
  const rows = Math.ceil(height / STEP);
  const luma = new Uint8Array(columns * rows);
  const lights = new Uint32Array(256);
  const colours = new Uint32Array(COLOURS);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const at = (row * STEP * width + column * STEP) * 3;
      const red = rgb[at] ?? 0;
      const green = rgb[at + 1] ?? 0;
      const blue = rgb[at + 2] ?? 0;
      const light = (red * 77 + green * 150 + blue * 29) >> 8;
      luma[row * columns + column] = light;
      lights[light] = (lights[light] ?? 0) + 1;
      // Four bits per channel, so that noise alone does not create colours.
      const colour = ((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4);
      colours[colour] = (colours[colour] ?? 0) + 1;
    }
  }
  return { width: columns, height: rows, luma, lights, colours };
};

const entropyBits = (counts: Uint32Array, total: number) => {
  let bits = 0;
  counts.forEach((count) => {
    if (count > 0) bits -= (count / total) * Math.log2(count / total);
  });
  return bits;
};

// The strength that one edge in fifty exceeds: one sharp object before a soft background is sharp enough.
const strongEdge = ({ width, height, luma }: Grid) => {
  const strengths = new Uint32Array(256);
  for (let row = 0; row + 1 < height; row += 1) {
    for (let column = 0; column + 1 < width; column += 1) {
      const at = row * width + column;
      const here = luma[at] ?? 0;
      const right = Math.abs((luma[at + 1] ?? 0) - here);
      const below = Math.abs((luma[at + width] ?? 0) - here);
      const strength = Math.max(right, below);
      strengths[strength] = (strengths[strength] ?? 0) + 1;
    }
  }
  let left = ((width - 1) * (height - 1)) / 50;
  for (let strength = 255; strength > 0; strength -= 1) {
    left -= strengths[strength] ?? 0;
    if (left <= 0) return strength;
  }
  return 0;
};

const flatShare = ({ width, height, luma }: Grid) => {
  let flat = 0;
  let blocks = 0;
  for (let top = 0; top + BLOCK <= height; top += BLOCK) {
    for (let left = 0; left + BLOCK <= width; left += BLOCK) {
      blocks += 1;
      if (rangeIn(luma, top * width + left, width) < FLAT_RANGE) flat += 1;
    }
  }
  return blocks === 0 ? 0 : flat / blocks;
};

const rangeIn = (luma: Uint8Array, start: number, width: number) => {
  let low = 255;
  let high = 0;
  for (let row = 0; row < BLOCK; row += 1) {
    for (let at = start + row * width; at < start + row * width + BLOCK; at += 1) {
      const value = luma[at] ?? 0;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return high - low;
};
