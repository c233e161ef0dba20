import type { Light } from '../appearance.ts';

/** Where FFmpeg finds the table of toneTable, in its working directory. */
export const TONE_FILE = 'tones.cube';

// FFmpeg interpolates between the points of the table: 33 are within one level of 255.
const POINTS = 33;

// Reference white of HDR, in candelas per square metre: https://www.itu.int/pub/R-REP-BT.2408
const WHITE = 203;

// Light above this share of white is compressed, up to the peak of a usual master.
const KNEE = 0.75;
const PEAK = 1000 / WHITE;

/**
 * A table, in the .cube format, from BT.2020 colours and HDR light to BT.709: what SDR can show stays unchanged, and
 * highlights are compressed. FFmpeg's own filter reads it, so that every build gives the same picture.
 */
export const toneTable = (light: Exclude<Light, 'sdr'>): string => {
  const points = Array.from({ length: POINTS }, (_, index) => index / (POINTS - 1));
  const lines = points.flatMap((blue) =>
    points.flatMap((green) => points.map((red) => shown([red, green, blue], light))),
  );
  return [`LUT_3D_SIZE ${POINTS}`, ...lines, ''].join('\n');
};

type Colour = [number, number, number];

const shown = (signal: Colour, light: Exclude<Light, 'sdr'>) =>
  bend(toBt709(map(signal, LINEAR[light])), light)
    .map((channel) => clamp(channel) ** (1 / SDR_GAMMA))
    .map((channel) => channel.toFixed(6))
    .join(' ');

// Without HDR there are no highlights to compress.
const bend = (colour: Colour, light: Light) => (light === 'wide' ? colour : compress(colour));

const clamp = (value: number) => Math.min(1, Math.max(0, value));

// https://www.itu.int/rec/R-REC-BT.1886
const SDR_GAMMA = 2.4;

// https://www.itu.int/rec/R-REC-BT.2100: PQ encodes displayed light, HLG the light that the camera saw.
const pq = (signal: number) => {
  const root = signal ** (1 / 78.84375);
  const ratio = Math.max(0, root - 0.8359375) / (18.8515625 - 18.6875 * root);
  return (10_000 * ratio ** (1 / 0.1593017578125)) / WHITE;
};

const hlgScene = (signal: number) =>
  signal <= 0.5
    ? signal ** 2 / 3
    : (Math.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12;

// How a display brightens what the camera saw; each channel separately, as zimg and most converters do it.
const hlg = (signal: number) => PEAK * hlgScene(signal) ** 1.2;

const LINEAR: Record<Exclude<Light, 'sdr'>, (signal: number) => number> = {
  pq,
  hlg,
  wide: (signal) => signal ** SDR_GAMMA,
};

const map = ([red, green, blue]: Colour, change: (channel: number) => number): Colour => [
  change(red),
  change(green),
  change(blue),
];

// https://www.itu.int/pub/R-REP-BT.2407
const toBt709 = ([red, green, blue]: Colour): Colour => [
  1.6605 * red - 0.5876 * green - 0.0728 * blue,
  -0.1246 * red + 1.1329 * green - 0.0083 * blue,
  -0.0182 * red - 0.1006 * green + 1.1187 * blue,
];

// The brightest channel sets the factor, so that a colour keeps its hue.
const compress = (colour: Colour): Colour => {
  const brightest = Math.max(...colour);
  if (brightest <= KNEE) return colour;
  const over = (Math.min(brightest, PEAK) - KNEE) / (PEAK - KNEE);
  // Continues the slope at the knee, and ends at white.
  const steepness = (PEAK - KNEE) / (1 - KNEE);
  const bent = (over * steepness) / (1 + over * (steepness - 1));
  const target = KNEE + (1 - KNEE) * bent;
  return map(colour, (channel) => (channel * target) / brightest);
};
