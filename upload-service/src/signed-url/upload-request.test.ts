import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { UploadRequest } from './upload-request.ts';

const parsed = (file: unknown, type: unknown = '') => v.safeParse(UploadRequest, { file, type });

describe('the type of an upload', () => {
  test.each([
    ['clip.mp4', '', 'video/mp4'],
    ['Ausflug ö + 100%.MOV', '', 'video/quicktime'],
    ['clip.mkv', 'application/octet-stream', 'video/x-matroska'],
    ['webcam', 'video/webm;codecs=vp8,opus', 'video/webm'],
    ['webcam', 'video/mp4; codecs="avc1.64001f, mp4a.40.2"', 'video/mp4'],
  ])('of %s with "%s" is %s', (file, type, expected) => {
    expect(parsed(file, type).output).toEqual({ file, type: expected });
  });

  test.each([
    ['notes.txt', ''],
    ['clip', ''],
    ['clip.mp4', 'text/html'],
    ['clip.mp4', 'video/'],
  ])('of %s with "%s" is refused', (file, type) => {
    expect(parsed(file, type).success).toBe(false);
  });
});

test.each([
  ['nothing', undefined],
  ['an empty name', ''],
  ['blanks', '   '],
  ['a path', 'a/b.mp4'],
  ['a Windows path', 'a\\b.mp4'],
  ['a parent folder', '..'],
  ['a line break', 'a\nb.mp4'],
  ['a placeholder that S3 fills in', 'x${filename}.mp4'],
  ['half a character', 'a\ud83d.mp4'],
  ['a name that is too long', `${'ä'.repeat(126)}.mp4`],
])('%s is no name of an upload', (_what, file) => {
  expect(parsed(file).success).toBe(false);
});
