import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { extractCaptures } from './making/extract-captures.ts';
import { readMediaLimits } from './media-limits.ts';
import { fileSource } from './testing/file-source.ts';
import { editMovie, type Parent, tracksOf } from './testing/movie-tree.ts';
import { type Edit, setEdits, setEnabled } from './testing/mp4-boxes.ts';
import {
  drawNumberedClip,
  readFrameNumbers,
  scramble,
  unscramble,
} from './testing/numbered-clip.ts';
import { runEncoder } from './testing/run-encoder.ts';

const [RATE, FRAMES] = [30, 90];
// The number of the second film's first frame.
const SECOND = 200;

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'shown-track-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const inDirectory = (name: string) => path.join(directory, name);

/** The time and the number of each capture, and the length of the movie. */
const shownBy = async (file: string) => {
  const { captures, facts } = await extractCaptures(await fileSource(file), {
    directory,
    limits: readMediaLimits({}),
  });
  const shown = await Promise.all(
    captures.map(async ({ time, file: png = '' }) => [
      time,
      unscramble((await readFrameNumbers(png))[0] ?? 0),
    ]),
  );
  return { shown, seconds: facts.durationSeconds };
};

/** A movie of two films, with an edited index; a film of one frame is still. */
const drawBoth = async (
  lengths: [number, number],
  edit: (moov: Parent, first: Parent, second: Parent) => void,
) => {
  const films = lengths.map((frames, film) =>
    drawNumberedClip(inDirectory(`${film}.mp4`), {
      frames,
      show: (frame) => scramble(frame + film * SECOND),
    }),
  );
  const [one = '', other = ''] = await Promise.all(films);
  const file = inDirectory('both.mp4');
  const maps = ['-map', '0:v', '-map', '1:v', '-c', 'copy'];
  await runEncoder(['-i', one, '-i', other, ...maps, file]);
  const edited = editMovie(await readFile(file), (moov) => {
    const [first, second] = tracksOf(moov);
    if (!first || !second) throw new Error('A track is missing');
    edit(moov, first, second);
  });
  await writeFile(file, edited);
  return file;
};

// It begins between key frames.
const FROZEN: Edit[] = [{ mediaTime: 40 / RATE, duration: 3, rate: 0 }];
const EVERY_HALF_SECOND = [0, 15, 30, 45, 60, 75];

test('an enabled track that is frozen is shown before a disabled one that moves', async () => {
  const file = await drawBoth([FRAMES, FRAMES], (moov, first, second) => {
    setEdits(moov, first, FROZEN);
    setEnabled(second, false);
  });

  expect(await shownBy(file)).toEqual({ shown: [[0, 40]], seconds: 3 });
});

test('of two enabled tracks the one that moves is shown before the one that is frozen', async () => {
  const file = await drawBoth([FRAMES, FRAMES], (moov, first, second) => {
    setEdits(moov, first, FROZEN);
    setEnabled(second, true);
  });

  const shown = EVERY_HALF_SECOND.map((frame) => [frame / RATE, SECOND + frame]);
  expect(await shownBy(file)).toEqual({ shown, seconds: 3 });
});

test('an enabled track of one frame is shown before a disabled one that moves', async () => {
  const file = await drawBoth([FRAMES, 1], (_, first, second) => {
    setEnabled(first, false);
    setEnabled(second, true);
  });

  expect((await shownBy(file)).shown).toEqual([[0, SECOND]]);
});

test('of disabled tracks the one that moves is shown', async () => {
  const file = await drawBoth([1, FRAMES], (_, first, second) => {
    setEnabled(first, false);
    setEnabled(second, false);
  });

  const shown = EVERY_HALF_SECOND.map((frame) => [frame / RATE, SECOND + frame]);
  expect((await shownBy(file)).shown).toEqual(shown);
});
