import { describe, expect, test } from '@jest/globals';
import { drawOpenings, type Opening } from '../testing/draw-openings.ts';
import { choosePreviewPictures, type Picture } from './preview-pictures.ts';

const SECOND = 1000;
const each = (millisecond: number) => Math.floor(millisecond / SECOND);
const openings = drawOpenings(40, 7);

test.each(openings.map((opening): [string, Opening] => [opening.name, opening]))(
  'the poster of a video that begins with %s is a good picture',
  (_, { pictures, good }) => {
    const poster = choosePreviewPictures(pictures, each)?.poster;

    expect(
      pictures.filter((picture) => good.has(picture)).map(({ millisecond }) => millisecond),
    ).toContain(poster?.millisecond);
  },
);

const plain = (value: number, millisecond: number): Picture => ({
  ...{ width: 16, height: 16, millisecond },
  rgb: new Uint8Array(16 * 16 * 3).fill(value),
});

describe('the pictures of a preview', () => {
  test('run in a circle from the poster, one per stretch', () => {
    const [opening] = openings;
    const shown = choosePreviewPictures(opening?.pictures ?? [], (time) =>
      Math.floor(time / SECOND / 2),
    );

    const times = shown?.pictures.map(({ millisecond }) => millisecond / SECOND);
    expect(times?.[0]).toBe((shown?.poster.millisecond ?? 0) / SECOND);
    expect(new Set(times?.map((time) => Math.floor(time / 2))).size).toBe(times?.length);
  });

  test('are black if nothing else exists', () => {
    const black = [plain(0, 0), plain(3, SECOND)];

    expect(choosePreviewPictures(black, each)?.pictures).toEqual(black);
  });

  test('are empty without input', () => {
    expect(choosePreviewPictures([], each)).toBe(undefined);
  });
});
