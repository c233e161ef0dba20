import { expect, test } from '@jest/globals';
import { drawOpenings, type Opening } from '../testing/draw-openings.ts';
import { findOpening } from './find-opening.ts';
import { judgePicture } from './judge-picture.ts';
import type { Picture } from './preview-pictures.ts';

const openings = drawOpenings(40, 7);

test.each(openings.map((opening): [string, Opening] => [opening.name, opening]))(
  'the preview of a video that begins with %s begins with a picture that is not black',
  (_, { pictures }) => {
    const opening = findOpening(pictures, 30);

    const shown = pictures.find(({ millisecond }) => millisecond === opening * 1000);
    expect(shown && judgePicture(shown).dark).toBe(false);
  },
);

const BARS = (x: number) => (x % 4 < 2 ? 230 : 20);
const pictureAt = (millisecond: number, share: number): Picture => ({
  ...{ width: 32, height: 32, millisecond },
  rgb: Uint8Array.from({ length: 32 * 32 * 3 }, (_, at) =>
    Math.round(BARS((at / 3) % 32) * share + (at % 7)),
  ),
});

test('a preview begins at once when the video does', () => {
  expect(findOpening([pictureAt(40, 1), pictureAt(1000, 1)], 30)).toBe(0);
});

test('black is passed over however long it lasts, and the fade after it', () => {
  const pictures = [0, 2000, 4000, 6000].map((time) => pictureAt(time, 0));

  expect(findOpening([...pictures, pictureAt(8000, 0.3), pictureAt(9000, 1)], 30)).toBe(9);
});

test('a video that is dark from beginning to end is shown as it is', () => {
  expect(findOpening([pictureAt(0, 0), pictureAt(1000, 0.05)], 30)).toBe(0);
  expect(findOpening([], 30)).toBe(0);
});
