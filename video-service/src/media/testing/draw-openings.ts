import type { Picture } from '../choosing/preview-pictures.ts';

/** The beginning of a video: its pictures in order, and which ones are good posters. */
export type Opening = { name: string; pictures: Picture[]; good: Set<Picture> };

const WIDTH = 320;
const HEIGHT = 180;
const MS_PER_SECOND = 1000;
const KINDS = [
  'black',
  'a fade from black',
  'a title card',
  'a blur',
  'white',
  'a test card',
  'all of these',
  'one good picture late',
] as const;

type Colour = [number, number, number];
type Paint = (x: number, y: number) => Colour;

/** Draws this many openings, the same for the same seed, with every kind equally often. */
export const drawOpenings = (count: number, seed: number): Opening[] => {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, index) =>
    drawOpening(KINDS[index % KINDS.length] ?? 'black', index, random),
  );
};

const drawOpening = (kind: (typeof KINDS)[number], index: number, random: Random): Opening => {
  const scene = sceneFrom(random);
  const length = 2 + Math.floor(random() * 2);
  const bad = Array.from({ length }, (_, at) => BAD[kind](scene, (at + 1) / (length + 2), random));
  const late = kind === 'one good picture late';
  const shown = Array.from({ length: late ? 1 : 2 }, () => grainy(scene, random));
  const after = late ? [BAD.black(scene, 0, random), BAD.white(scene, 0, random)] : [];
  const pictures = [...bad, ...shown, ...after].map((paint, at) => drawPicture(paint, at));
  const good = new Set(pictures.slice(bad.length, bad.length + shown.length));
  return { name: `${index + 1}: ${kind}`, pictures, good };
};

type MakeBad = (scene: Paint, progress: number, random: Random) => Paint;

const BAD: Record<(typeof KINDS)[number], MakeBad> = {
  black: (_, __, random) => grainy(() => [4, 4, 4], random, 3),
  'a fade from black': (scene, progress, random) =>
    grainy((x, y) => mix([0, 0, 0], scene(x, y), 0.75 * progress), random, 2),
  'a title card': (_, __, random) => titleCard(random),
  'a blur': (scene) => blurred(scene),
  white: (_, __, random) => grainy(() => [246, 246, 246], random, 3),
  'a test card': () => testCard,
  'all of these': (scene, progress, random) => {
    const kinds = KINDS.slice(0, 6);
    return BAD[kinds[Math.floor(random() * kinds.length)] ?? 'black'](scene, progress, random);
  },
  'one good picture late': (scene, progress, random) =>
    BAD['all of these'](scene, progress, random),
};

const BARS: Colour[] = [
  ...([
    [191, 191, 191],
    [191, 191, 0],
    [0, 191, 191],
    [0, 191, 0],
  ] as Colour[]),
  ...([
    [191, 0, 191],
    [191, 0, 0],
    [0, 0, 191],
  ] as Colour[]),
];
const testCard: Paint = (x, y) =>
  y < HEIGHT * 0.75 ? (BARS[Math.floor((x * BARS.length) / WIDTH)] ?? [0, 0, 0]) : [19, 19, 19];

// Bright letters, which are rectangles here, in the middle of a dark card.
const titleCard = (random: Random): Paint => {
  const ground = random() * 40;
  const letters = Array.from({ length: 30 }, () => random() < 0.7);
  return (x, y) => {
    const [column, row] = [Math.floor((x - 85) / 10), Math.floor((y - 70) / 20)];
    const inLetter = (x - 85) % 10 < 6 && (y - 70) % 20 < 14;
    const isLetter = column >= 0 && column < 15 && row >= 0 && row < 2;
    return isLetter && inLetter && letters[row * 15 + column]
      ? [235, 235, 235]
      : [ground, ground, ground * 1.5];
  };
};

// Values between the points of a coarse grid are interpolated.
const blurred = (scene: Paint): Paint => {
  const step = 16;
  const points = new Map<string, Colour>();
  const at = (column: number, row: number): Colour => {
    const name = `${column},${row}`;
    const point = points.get(name) ?? scene(column * step, row * step);
    points.set(name, point);
    return point;
  };
  return (x, y) => {
    const [column, row] = [Math.floor(x / step), Math.floor(y / step)];
    const [dx, dy] = [x / step - column, y / step - row];
    const upper = mix(at(column, row), at(column + 1, row), dx);
    const lower = mix(at(column, row + 1), at(column + 1, row + 1), dx);
    return mix(upper, lower, dy);
  };
};

// Sky, hills and textured objects, each with its own colour.
const sceneFrom = (random: Random): Paint => {
  const noise = noiseFrom(random);
  const [sky, hills] = [colourFrom(random, 120), colourFrom(random, 30)];
  const horizon = HEIGHT * (0.3 + random() * 0.3);
  const things = Array.from({ length: 8 }, () => ({
    ...{ left: random() * WIDTH, top: horizon + random() * 60 - 20 },
    ...{ width: 15 + random() * 50, height: 15 + random() * 50, colour: colourFrom(random, 20) },
  }));
  return (x, y) => {
    const texture = noise(x, y);
    const thing = things.find(
      ({ left, top, width, height }) =>
        x >= left && x < left + width && y >= top && y < top + height,
    );
    if (thing) return mix(thing.colour, [255, 255, 255], 0.35 * noise(x * 2, y * 2));
    return y < horizon + 20 * noise(x / 2, 0)
      ? mix(sky, [255, 255, 255], 0.5 * texture)
      : mix(hills, [210, 230, 150], texture);
  };
};

const grainy =
  (scene: Paint, random: Random, strength = 6): Paint =>
  (x, y) => {
    const grain = (random() - 0.5) * 2 * strength;
    const [red, green, blue] = scene(x, y);
    return [red + grain, green + grain, blue + grain];
  };

// Two by two pixels have one colour: drawing each one would take minutes.
const drawPicture = (paint: Paint, index: number): Picture => {
  const rgb = new Uint8ClampedArray(WIDTH * HEIGHT * 3);
  for (let y = 0; y < HEIGHT; y += 2) {
    for (let x = 0; x < WIDTH; x += 2) {
      const colour = paint(x, y);
      for (const at of [x, x + 1, x + WIDTH, x + 1 + WIDTH]) rgb.set(colour, (y * WIDTH + at) * 3);
    }
  }
  const millisecond = index * MS_PER_SECOND;
  return { width: WIDTH, height: HEIGHT, millisecond, rgb: new Uint8Array(rgb.buffer) };
};

const mix = ([r1, g1, b1]: Colour, [r2, g2, b2]: Colour, part: number): Colour => [
  r1 + (r2 - r1) * part,
  g1 + (g2 - g1) * part,
  b1 + (b2 - b1) * part,
];

const colourFrom = (random: Random, least: number): Colour => {
  const channel = () => least + random() * 110;
  return [channel(), channel(), channel()];
};

type Random = () => number;

// https://en.wikipedia.org/wiki/Linear_congruential_generator
const randomFrom = (seed: number): Random => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

const noiseFrom = (random: Random) => {
  const lattice = Array.from({ length: 4096 }, random);
  const at = (x: number, y: number) => lattice[(((y & 63) << 6) | (x & 63)) & 4095] ?? 0;
  const layer = (x: number, y: number) => {
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [dx, dy] = [x - left, y - top];
    const upper = at(left, top) * (1 - dx) + at(left + 1, top) * dx;
    const lower = at(left, top + 1) * (1 - dx) + at(left + 1, top + 1) * dx;
    return upper * (1 - dy) + lower * dy;
  };
  return (x: number, y: number) =>
    layer(x / 32, y / 32) * 0.5 + layer(x / 8, y / 8) * 0.3 + layer(x / 2, y / 2) * 0.2;
};
