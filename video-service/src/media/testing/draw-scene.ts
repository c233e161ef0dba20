import { createRandom, type Random } from './random.ts';
import { runEncoder } from './run-encoder.ts';
import { type Crossing, HEIGHT, placeAt, RATE, type Scene, SECONDS, WIDTH } from './crossings.ts';
import { DISTURBANCES } from './disturbances.ts';
import { fill, type Picture, PIXELS } from './scene-picture.ts';

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
  const layers = disturbances.map((name) => DISTURBANCES[name](random));
  for (let frame = 0; frame < SECONDS * RATE; frame += 1) {
    const time = frame / RATE;
    const picture = Float32Array.from(background);
    for (const crossing of crossings) drawThing(picture, crossing, time);
    const light = 8 * Math.sin(time / 7);
    const seen = layers.reduce<Picture>((shown, layer) => layer(shown, time), picture);
    yield develop(seen, light, noise, Math.floor(random.next() * (NOISE - PIXELS)));
  }
}

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
