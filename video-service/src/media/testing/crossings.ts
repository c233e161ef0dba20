import { createRandom, type Random } from './random.ts';

export const WIDTH = 320;
export const HEIGHT = 180;
export const RATE = 15;
export const SECONDS = 30;

const LEAST_WHOLE_SECONDS = 0.6;

/** An object that enters the picture on one side and leaves it on the other, or stops on its way. */
export type Crossing = {
  /** From side to side by default. */
  way?: 'upright' | 'slanting';
  from: number;
  until: number;
  /** When it stands still, if it does; it may stay permanently. */
  rest?: { from: number; until: number };
  width: number;
  height: number;
  top: number;
  /** How much brighter or darker than what it covers. */
  contrast: number;
  leftwards: boolean;
  round: boolean;
  shadow: boolean;
};

/** Other changes in the picture. */
export type Disturbance =
  'leaves' | 'rain' | 'snow' | 'lamp' | 'exposure' | 'cloud' | 'dusk' | 'bump';

/** A clip of a stationary camera: the crossing objects, and everything else in the picture. */
export type Scene = {
  seed: number;
  crossings: Crossing[];
  disturbances: Disturbance[];
  keyFramesEvery: number;
};

/** Noise, slowly changing light, and one object after the other. */
export const easyScene = (seed: number): Scene => {
  const random = createRandom(seed);
  const crossings: Crossing[] = [];
  for (let time = random.between(1, 4); time < SECONDS - 4;) {
    const crossing = drawCrossing(random, time, random.between(0.06, 0.2));
    crossings.push(crossing);
    time = crossing.until + random.between(1.5, 6.5);
  }
  return { seed, crossings, disturbances: [], keyFramesEvery: random.oneOf([2, 5, SECONDS]) };
};

const HARD = ['leaves', 'rain', 'snow', 'lamp', 'exposure', 'cloud', 'dusk', 'bump'] as const;

/** Two or three disturbances; objects that are small and far, stop, stay, cast shadows, or come two at a time. */
export const hardScene = (seed: number): Scene => {
  const random = createRandom(seed);
  const disturbances = new Set<Disturbance>();
  while (disturbances.size < 2) disturbances.add(random.oneOf(HARD));
  if (random.next() < 0.5) disturbances.add(random.oneOf(HARD));
  const crossings: Crossing[] = [];
  const size = () =>
    random.next() < 0.3 ? random.between(0.035, 0.06) : random.between(0.06, 0.2);
  for (let time = random.between(1, 4); time < SECONDS - 4;) {
    const first = stopSometimes(random, drawCrossing(random, time, size()));
    const beside = random.next() < 0.25;
    const second = beside && drawCrossing(random, time + random.between(0, 1.5), size());
    crossings.push(first, ...(second ? [second] : []));
    time = Math.max(first.until, second ? second.until : 0) + random.between(1.5, 6.5);
  }
  return {
    seed,
    crossings,
    disturbances: [...disturbances],
    keyFramesEvery: random.oneOf([2, 5, SECONDS]),
  };
};

/** The easy scene, with objects from above and below, every second one diagonally from the sides. */
export const uprightScene = (seed: number): Scene => {
  const scene = easyScene(seed);
  return { ...scene, crossings: scene.crossings.map(turn) };
};

const turn = (crossing: Crossing, index: number): Crossing => {
  if (index % 2 === 1) return { ...crossing, way: 'slanting' };
  const { from, until, height } = crossing;
  const least = (LEAST_WHOLE_SECONDS * (HEIGHT + height)) / (HEIGHT - height);
  return { ...crossing, way: 'upright', until: Math.max(until, from + least) };
};

/** The seconds in which the object is completely in the picture. */
export const wholeWithin = (crossing: Crossing): { from: number; until: number } => {
  const { width, height } = crossing;
  const times = Array.from({ length: SECONDS * RATE }, (_, frame) => frame / RATE);
  const whole = times.filter((time) => {
    const place = placeAt(crossing, time);
    if (!place) return false;
    const { left, top } = place;
    return left >= 0 && left + width <= WIDTH && top >= 0 && top + height <= HEIGHT;
  });
  return { from: whole[0] ?? Infinity, until: whole.at(-1) ?? -Infinity };
};

/** The pixel of its upper left corner, or undefined while it is not in the picture. */
export const placeAt = (
  crossing: Crossing,
  time: number,
): { left: number; top: number } | undefined => {
  const { from, until, width, height, top, leftwards, way } = crossing;
  if (time < from || time > until) return undefined;
  const gone = moving(crossing, time) / moving(crossing, until);
  const part = leftwards ? 1 - gone : gone;
  const enter = (side: number, length: number) => Math.round(part * (side + length)) - length;
  if (way === 'upright') {
    const left = Math.round((top * (WIDTH - width)) / (HEIGHT - height));
    const at = enter(HEIGHT, height);
    return at > -height && at < HEIGHT ? { left, top: at } : undefined;
  }
  const left = enter(WIDTH, width);
  if (left <= -width || left >= WIDTH) return undefined;
  return { left, top: way === 'slanting' ? Math.round(gone * (HEIGHT - height)) : top };
};

// An object that stays permanently still has half of its way ahead.
const moving = ({ from, rest }: Crossing, time: number) => {
  if (!rest) return time - from;
  if (time === Infinity) return 2 * (rest.from - from);
  return Math.min(time, rest.from) - from + Math.max(0, time - rest.until);
};

const drawCrossing = (random: Random, from: number, size: number): Crossing => {
  const width = Math.round(WIDTH * size);
  const height = Math.min(HEIGHT - 2, Math.round(width * random.between(0.7, 1.4)));
  const least = (LEAST_WHOLE_SECONDS * (WIDTH + width)) / (WIDTH - width);
  return {
    from,
    until: from + Math.max(least, random.between(1, 4)),
    width,
    height,
    top: Math.floor(random.between(0, HEIGHT - height)),
    contrast: random.oneOf([-1, 1]) * random.between(35, 90),
    leftwards: random.next() < 0.5,
    round: random.next() < 0.5,
    shadow: random.next() < 0.3,
  };
};

const stopSometimes = (random: Random, crossing: Crossing): Crossing => {
  const chance = random.next();
  if (chance > 0.3) return crossing;
  const rests = crossing.from + (crossing.until - crossing.from) * 0.5;
  if (chance < 0.08)
    return { ...crossing, rest: { from: rests, until: Infinity }, until: Infinity };
  const seconds = random.between(2, 8);
  return {
    ...crossing,
    rest: { from: rests, until: rests + seconds },
    until: crossing.until + seconds,
  };
};
