import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { UploadRequest } from './upload-request.ts';

const parsed = (file: unknown, type = '') => v.safeParse(UploadRequest, { file, type });
const nameOf = (file: string, type = '') => v.parse(UploadRequest, { file, type }).file;

describe('the type of an upload', () => {
  test.each([
    ['clip.mp4', '', 'video/mp4'],
    ['Ausflug ö + 100%.MOV', '', 'video/quicktime'],
    ['00001.mts', 'application/octet-stream', 'video/mp2t'],
    // As browsers on Linux report it.
    ['tv.ts', 'text/vnd.trolltech.linguist', 'video/mp2t'],
    ['old.asf', 'application/vnd.ms-asf', 'video/x-ms-wmv'],
    // A script under a video's name is stored as a video.
    ['clip.mp4', 'text/html', 'video/mp4'],
  ])('of %s, declared as "%s", is %s', (file, type, expected) => {
    expect(v.parse(UploadRequest, { file, type })).toEqual({ file, type: expected });
  });

  test.each([
    ['webcam', 'video/webm;codecs=vp8,opus', { file: 'webcam.webm', type: 'video/webm' }],
    ['a.b', 'video/mp4; codecs="avc1.64001f"', { file: 'a.b.mp4', type: 'video/mp4' }],
    ['setup.exe', 'video/mp4', { file: 'setup.exe.mp4', type: 'video/mp4' }],
  ])('of %s is the declared "%s", and the name is extended accordingly', (file, type, expected) => {
    expect(v.parse(UploadRequest, { file, type })).toEqual(expected);
  });

  test.each([
    ['notes.txt', ''],
    ['clip', ''],
    ['clip', 'text/html'],
    ['setup.exe', 'video/x-setup'],
    ['clip', 'video/'],
    ['mp4', ''],
  ])('of %s, declared as "%s", is not a video type', (file, type) => {
    expect(parsed(file, type).issues?.map(({ message }) => message)).toEqual([
      'Only videos can be uploaded.',
    ]);
  });
});

describe('the name of an upload', () => {
  test.each([
    ['a/b.mp4', 'a_b.mp4'],
    ['C:\\clips\\b.mp4', 'C:_clips_b.mp4'],
    ['../../clip.mp4', '.._.._clip.mp4'],
    ['a\nb\u0000.mp4', 'ab.mp4'],
    ['a\ud83d.mp4', 'a\ufffd.mp4'],
    ['harmless\u202e4pm.exe.mp4', 'harmless4pm.exe.mp4'],
    ['mark\ufffe\u2028.mp4', 'mark.mp4'],
    [' spaced .mp4 ', 'spaced.mp4'],
    ['x${filename}.mp4', 'x${filename}.mp4'],
    ['e\u0301te\u0301.MP4', 'été.MP4'],
  ])('%j is kept as %j', (file, expected) => {
    expect(nameOf(file)).toBe(expected);
  });

  test.each([
    ['90 Japanese characters', '動'.repeat(90), '動'.repeat(83)],
    ['126 umlauts', 'ä'.repeat(126), 'ä'.repeat(125)],
    // A family is one character of 25 bytes.
    ['families', '👨‍👩‍👧‍👦'.repeat(20), '👨‍👩‍👧‍👦'.repeat(10)],
    ['a whole disk', 'x'.repeat(100_000), 'x'.repeat(251)],
  ])('of %s is shortened between characters, its extension kept', (_what, stem, kept) => {
    expect(nameOf(`${stem}.mp4`)).toBe(`${kept}.mp4`);
    expect(Buffer.byteLength(nameOf(`${stem}.mp4`))).toBeLessThanOrEqual(255);
  });

  test.each([
    ['nothing', undefined, 'The name of the video is missing.'],
    ['an empty name', '', 'The name of the video is empty.'],
    ['blanks', '   ', 'The name of the video is empty.'],
  ])('cannot be %s', (_what, file, message) => {
    expect(parsed(file, 'video/mp4').issues?.map((issue) => issue.message)).toEqual([message]);
  });

  test.each(['.', '..', '\u202e'])('cannot be %j, whatever its type', (file) => {
    expect(parsed(file, 'video/mp4').success).toBe(false);
  });
});
