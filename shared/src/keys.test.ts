import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  captureKey,
  gifKey,
  metadataKey,
  parseCaptureKey,
  parseMetadataKey,
  previewKeys,
  sessionIdOf,
  videoKey,
} from './keys.ts';

const ID = '7f9c24e8-3b12-4fef-91e0-5f1ee9a1a3b4';
const MAX_KEY_BYTES = 1024;

describe('the session of an upload', () => {
  const upload = (key: string, version = '0A', bucket = 'source') =>
    sessionIdOf({ bucket, key, version });

  test('is the id in the key, if it has one', () => {
    expect(upload(videoKey(ID, 'clip.mp4'))).toBe(ID);
    expect(upload(`videos/${ID.toUpperCase()}/clip.mp4`, 'any version')).toBe(ID);
  });

  test('is the same for the same upload and different for any other', () => {
    const garden = 'videos/garden/2026-11-22.mp4';
    const ids = [
      upload(garden),
      upload(garden, '0B'),
      upload('videos/garden.mp4'),
      upload(garden, '0A', 'another-bucket'),
    ];

    expect(upload(garden)).toBe(ids[0]);
    expect(new Set(ids).size).toBe(4);
  });

  test('never changes between releases, because sessions outlive them', () => {
    expect(upload('videos/garden/2026-11-22.mp4')).toBe('ab1f1f2b-379a-506c-af9e-2346ee0fcdfc');
  });

  test.each([`videos/${ID}`, `videos/${ID}/folder/clip.mp4`, `videos/not-${ID}/clip.mp4`])(
    'is derived for %s',
    (key) => {
      expect(upload(key)).not.toBe(ID);
    },
  );
});

describe('keys of renders', () => {
  test('contain the name of the video', () => {
    const video = 'videos/garden/my clip+1.final.mp4';

    expect(gifKey(ID, video)).toBe(`${ID}/my clip+1.final.gif`);
    expect(captureKey(ID, video, '1500')).toBe(`captures/${ID}/my clip+1.final-1500.png`);
    expect(metadataKey(ID)).toBe(`${ID}/metadata.json`);
    expect(previewKeys(ID, video)).toEqual({
      poster: `${ID}/my clip+1.final-poster.jpg`,
      video: `${ID}/my clip+1.final-preview.mp4`,
      storyboard: {
        picture: `${ID}/my clip+1.final-storyboard.jpg`,
        track: `${ID}/my clip+1.final-storyboard.vtt`,
      },
    });
  });

  test("fit into S3's limit for names of any length without splitting a code point", () => {
    const video = `videos/${'🎬'.repeat(250)}.mp4`;
    const capture = captureKey(ID, video, '86400000');

    expect(Buffer.byteLength(capture)).toBeLessThan(MAX_KEY_BYTES);
    expect(gifKey(ID, video)).toBe(`${ID}/${'🎬'.repeat(100)}.gif`);
  });

  test('lead back to the session and frame for any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(), (name, time) => {
        const key = captureKey(ID, `videos/${name}.mp4`, String(time));
        expect(parseCaptureKey(key)).toEqual({ id: ID, frame: String(time) });
      }),
      { seed: 1 },
    );
    expect(parseMetadataKey(metadataKey(ID))).toBe(ID);
  });

  test.each([
    'captures/x/clip-1.png',
    `captures/${ID}/clip.png`,
    `captures/${ID}/deeper/clip-1.png`,
    `captures/${ID}/clip-1.png.txt`,
    `other/captures/${ID}/clip-1.png`,
  ])('%s is not a capture', (key) => {
    expect(parseCaptureKey(key)).toBeUndefined();
  });

  test.each(['metadata.json', `x/metadata.json`, `${ID}/x/metadata.json`, `${ID}/clip.gif`])(
    '%s is not a metadata.json',
    (key) => {
      expect(parseMetadataKey(key)).toBeUndefined();
    },
  );
});
