import { createRandom, type Random } from './random.ts';
import { runEncoder } from './run-encoder.ts';
import {
  type Crossing,
  type Disturbance,
  HEIGHT,
  placeAt,
  RATE,
  type Scene,
  SECONDS,
  WIDTH,
} from './crossings.ts';

const PIXELS = WIDTH * HEIGHT;
const NOISE = 1 << 20;

/** Draws the scene and encodes it into the file. */
export const drawScene = async (file: string, scene: Scene): Promise<string> => {
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${WIDTH}x${HEIGHT}`, '-r', `${RATE}`];
  const coding = ['-c:v', 'libx264', '-preset', 'superfast', '-pix_fmt', 'yuv420p'];
  const keys = ['-g', `${scene.keyFramesEvery * RATE}`, '-threads', '1'];
  await runEncoder([...raw, '-i', 'pipe:0', ...coding, ...keys, file], sceneFrames(scene));
  return file;
};

/** The frames of the scene, one byte per pixel. */
function* sceneFrames({ seed, crossings, disturbances }: Scene): Generator<Uint8Array> {
  const random = createRandom(seed + 1);
  const background = drawBackground(random);
  const noise = drawNoise(random);
  const layers = disturbances.map((name) => LAYERS[name](random));
  for (let frame = 0; frame < SECONDS * RATE; frame += 1) {
    const time = frame / RATE;
    const picture = Float32Array.from(background);
    for (const crossing of crossings) drawThing(picture, crossing, time);
    const light = 8 * Math.sin(time / 7);
    const seen = layers.reduce<Picture>((shown, layer) => layer(shown, time), picture);
    yield develop(seen, light, noise, Math.floor(random.next() * (NOISE - PIXELS)));
  }
}

type Picture = Float32Array;
type Layer = (picture: Picture, time: number) => Picture;

const develop = (picture: Picture, light: number, noise: Int8Array, at: number) => {
  const bytes = new Uint8ClampedArray(PIXELS);
  for (let index = 0; index < PIXELS; index += 1)
    bytes[index] = (picture[index] ?? 0) + light + (noise[at + index] ?? 0);
  return new Uint8Array(bytes.buffer);
};

const drawNoise = ({ next }: Random) =>
  Int8Array.from({ length: NOISE }, () => 4 * (next() + next() + next() + next() - 2) * 1.7);

// Hills of gray, and a few sharp edges.
const drawBackground = (random: Random): Picture => {
  const waves = Array.from({ length: 7 }, () => ({
    x: random.between(-0.06, 0.06),
    y: random.between(-0.06, 0.06),
    phase: random.between(0, 6),
  }));
  const picture = new Float32Array(PIXELS);
  for (let index = 0; index < PIXELS; index += 1) {
    const [x, y] = [index % WIDTH, Math.floor(index / WIDTH)];
    const hills = waves.reduce(
      (sum, wave) => sum + Math.sin(wave.x * x + wave.y * y + wave.phase),
      0,
    );
    picture[index] = 125 + 9 * hills;
  }
  for (let block = 0; block < 8; block += 1) {
    const [left, top] = [random.between(0, WIDTH), random.between(0, HEIGHT)].map(Math.floor);
    const lighter = random.between(-25, 25);
    fill(
      picture,
      {
        left: left ?? 0,
        top: top ?? 0,
        width: random.between(10, 120),
        height: random.between(10, 60),
      },
      (gray) => gray + lighter,
    );
  }
  return picture;
};

type Box = { left: number; top: number; width: number; height: number };

const fill = (
  picture: Picture,
  box: Box,
  change: (gray: number, x: number, y: number) => number,
) => {
  const right = Math.min(WIDTH, box.left + box.width);
  const bottom = Math.min(HEIGHT, box.top + box.height);
  for (let y = Math.max(0, box.top); y < bottom; y += 1)
    for (let x = Math.max(0, box.left); x < right; x += 1) {
      const index = y * WIDTH + x;
      picture[index] = change(picture[index] ?? 0, x - box.left, y - box.top);
    }
};

const drawThing = (picture: Picture, crossing: Crossing, time: number) => {
  const place = placeAt(crossing, time);
  if (!place) return;
  const { left, top } = place;
  const { width, height, contrast, round, shadow } = crossing;
  const inside = (x: number, y: number) =>
    !round || ((x + 0.5) / width - 0.5) ** 2 + ((y + 0.5) / height - 0.5) ** 2 <= 0.25;
  if (shadow)
    fill(
      picture,
      {
        left: left + Math.round(width / 4),
        top: top + Math.round(height * 0.9),
        width,
        height: Math.round(height / 3),
      },
      (gray) => gray * 0.75,
    );
  // It covers what is behind it, and its lower half has another colour.
  fill(picture, { left, top, width, height }, (gray, x, y) =>
    inside(x, y)
      ? 125 + (gray - 125) * 0.2 + contrast * (y > height / 2 ? 1 : 0.75) + Math.sign(contrast) * 12
      : gray,
  );
};

const LAYERS: Record<Disturbance, (random: Random) => Layer> = {
  leaves: (random) => {
    const leaves = Array.from({ length: 40 }, () => ({
      x: random.between(0, 90),
      y: random.between(0, 60),
      size: random.between(4, 10),
      gray: random.between(-30, 30),
      pace: random.between(2, 6),
      phase: random.between(0, 6),
    }));
    const left = random.between(0, WIDTH - 100);
    const gust = random.between(0.3, 0.9);
    return (picture, time) => {
      const wind = 1 + 3 * Math.max(0, Math.sin(time * gust));
      for (const leaf of leaves) {
        const sway = wind * Math.sin(time * leaf.pace + leaf.phase);
        const box = {
          left: Math.round(left + leaf.x + sway),
          top: Math.round(leaf.y + sway / 2),
          width: leaf.size,
          height: leaf.size,
        };
        fill(picture, box, (gray) => gray + leaf.gray);
      }
      return picture;
    };
  },
  rain: (random) => (picture) => {
    for (let drop = 0; drop < 60; drop += 1) {
      const box = {
        left: Math.floor(random.between(0, WIDTH)),
        top: Math.floor(random.between(-10, HEIGHT)),
        width: 1,
        height: Math.round(random.between(8, 20)),
      };
      fill(picture, box, (gray) => gray + 35);
    }
    return picture;
  },
  snow: (random) => {
    const flakes = Array.from({ length: 50 }, () => ({
      x: random.between(0, WIDTH),
      y: random.between(0, HEIGHT),
      pace: random.between(30, 90),
      drift: random.between(-20, 20),
      size: Math.round(random.between(1, 4)),
    }));
    return (picture, time) => {
      for (const flake of flakes) {
        const left = Math.round(modulo(flake.x + flake.drift * time, WIDTH));
        const top = Math.round(modulo(flake.y + flake.pace * time, HEIGHT));
        fill(picture, { left, top, width: flake.size, height: flake.size }, () => 230);
      }
      return picture;
    };
  },
  // A soft pool of light that goes on and off.
  lamp: (random) => {
    const [x, y] = [random.between(40, WIDTH - 40), random.between(30, HEIGHT - 30)];
    const reach = random.between(20, 60);
    const times = Array.from({ length: 12 }, () => random.between(0, SECONDS)).sort(
      (a, b) => a - b,
    );
    return (picture, time) => {
      const isOn = times.filter((each) => each < time).length % 2 === 1;
      const gain = isOn ? random.between(0.8, 1) * 45 : 0;
      if (gain === 0) return picture;
      return picture.map((gray, index) => {
        const distance = ((index % WIDTH) - x) ** 2 + (Math.floor(index / WIDTH) - y) ** 2;
        return gray + gain * Math.exp(-distance / (2 * reach ** 2));
      });
    };
  },
  exposure: (random) => {
    const jumps = Array.from({ length: 4 }, () => ({
      time: random.between(1, SECONDS),
      gain: random.between(0.7, 1.3),
    })).sort((one, other) => one.time - other.time);
    return (picture, time) => {
      const gain = jumps.findLast((jump) => jump.time <= time)?.gain ?? 1;
      return picture.map((gray) => gray * gain);
    };
  },
  // Its shadow has soft edges and darkens a third of the picture.
  cloud: (random) => {
    const [start, pace] = [random.between(-300, 0), random.between(10, 40)];
    const depth = random.between(0.15, 0.3);
    return (picture, time) => {
      const middle = start + pace * time;
      return picture.map((gray, index) => {
        const distance = Math.abs((index % WIDTH) - middle) / 70;
        return gray * (1 - depth / (1 + distance ** 6));
      });
    };
  },
  dusk: (random) => {
    const end = random.between(0.35, 0.6);
    return (picture, time) => {
      const gain = 1 - (1 - end) * (time / SECONDS);
      return picture.map((gray) => gray * gain);
    };
  },
  bump: (random) => {
    const [time, x, y] = [
      random.between(3, SECONDS - 3),
      random.between(4, 12),
      random.between(-8, 8),
    ].map(Math.round);
    return (picture, now) => {
      if (now < (time ?? 0)) return picture;
      const shift = (y ?? 0) * WIDTH + (x ?? 0);
      return picture.map(
        (_, index) => picture[Math.min(PIXELS - 1, Math.max(0, index + shift))] ?? 0,
      );
    };
  },
};

const modulo = (value: number, size: number) => ((value % size) + size) % size;
