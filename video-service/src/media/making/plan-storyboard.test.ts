import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readMediaLimits } from '../media-limits.ts';
import { fileSource } from '../testing/file-source.ts';
import { turnClockwise } from '../testing/mp4-boxes.ts';
import {
  drawNumberedClip,
  H264,
  type NumberedClip,
  readFrameNumbers,
} from '../testing/numbered-clip.ts';
import { runEncoder } from '../testing/run-encoder.ts';
import { withVideo } from '../with-video.ts';
import { renderPictures } from './render-previews.ts';
import type { Tile } from './plan-storyboard.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'storyboard-test-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const draw = (name: string, clip: NumberedClip) =>
  drawNumberedClip(path.join(directory, name), clip);

const storyboardOf = async (file: string) => {
  const source = await fileSource(file);
  const { storyboard } = await withVideo(source, readMediaLimits({}), (video) =>
    renderPictures(video, directory),
  );
  if (!storyboard) throw new Error('There is no storyboard');
  return storyboard;
};

/** The number of the frame that each tile shows, and when its cue begins. */
const shownAt = async (file: string) => {
  const { file: sheet, tiles } = await storyboardOf(file);
  return Promise.all(
    tiles.map(async (tile, index) => {
      const picture = path.join(directory, `tile-${index}.png`);
      await runEncoder(['-i', sheet, '-vf', cropOf(tile), picture]);
      const [number] = await readFrameNumbers(picture);
      return [number, tile.start];
    }),
  );
};

const cropOf = ({ width, height, left, top }: Tile) => `crop=${width}:${height}:${left}:${top}`;

describe('a cue begins with exactly the frame that its tile shows', () => {
  test('with B-frames', async () => {
    const shown = await shownAt(await draw('clip.mp4', { frames: 60 }));

    expect(shown.length).toBeGreaterThanOrEqual(8);
    for (const [number = -1, start] of shown)
      expect([number, start]).toEqual([number, secondOf(number)]);
  });

  test('with a variable frame rate', async () => {
    const filters = "settb=1/1000,setpts='if(lt(N,20),N*40,800+(N-20)*100)'";
    const coding = [...H264, '-vsync', '0', '-enc_time_base', '1/1000'];
    const file = await draw('clip.mkv', { frames: 50, filters, coding });
    const changingSecondOf = (number: number) =>
      number < 20 ? number * 0.04 : (800 + (number - 20) * 100) / 1000;

    const shown = await shownAt(file);

    expect(shown.length).toBeGreaterThan(8);
    for (const [number = -1, start] of shown)
      expect([number, start]).toEqual([number, changingSecondOf(number)]);
  });

  test('of a phone held upright, with upright tiles', async () => {
    const lying = await draw('lying.mp4', {
      frames: 40,
      width: 180,
      height: 320,
      filters: 'transpose=cclock',
    });
    const file = path.join(directory, 'clip.mp4');
    await writeFile(file, turnClockwise(await readFile(lying)));

    const shown = await shownAt(file);

    expect(shown.length).toBeGreaterThanOrEqual(8);
    for (const [number = -1, start] of shown)
      expect([number, start]).toEqual([number, secondOf(number)]);
    const [tile] = (await storyboardOf(file)).tiles;
    expect([tile?.width, tile?.height]).toEqual([108, 192]);
  });
});

// At thirty frames per second, rounded up to a millisecond.
const secondOf = (number: number) => Math.ceil((number * 1000) / 30) / 1000;

test('cues follow each other to the end, with tiles side by side in rows', async () => {
  const { tiles } = await storyboardOf(await draw('clip.mp4', { frames: 60 }));

  for (const [index, tile] of tiles.entries()) {
    expect(tile.end).toBe(tiles[index + 1]?.start ?? 2);
    expect([tile.left, tile.top]).toEqual([(index % 5) * 192, Math.floor(index / 5) * 108]);
  }
});

test.each([
  { seconds: 10, tiles: 20 },
  { seconds: 40, tiles: 30 },
  { seconds: 80, tiles: 40 },
])('$seconds s with many key frames have $tiles tiles', async ({ seconds, tiles }) => {
  const coding = [...H264, '-g', '5'];
  const file = await draw('clip.mp4', { frames: seconds * 30, coding });

  expect((await storyboardOf(file)).tiles).toHaveLength(tiles);
});
