import { expect, test } from '@jest/globals';
import { errorWith } from './check-file.ts';

const MAX = 2_000_000_000;

test.each([
  ['clip.mp4', 'video/mp4'],
  ['clip.MKV', ''],
  ['recording', 'video/webm;codecs=vp8'],
  ['tv.ts', 'text/vnd.trolltech.linguist'],
  ['old.ASF', 'application/vnd.ms-asf'],
])('accepts %s of type "%s"', (name, type) => {
  expect(errorWith({ name, type, size: MAX }, MAX)).toBe(undefined);
});

test.each([
  ['notes.txt', 'text/plain', 5, '“notes.txt” is not a video.'],
  ['photo.jpg', 'image/jpeg', 5, '“photo.jpg” is not a video.'],
  ['setup.exe', 'video/x-setup', 5, '“setup.exe” is not a video.'],
  ['clip.mp4', 'video/mp4', 0, '“clip.mp4” is empty.'],
  ['clip.mp4', 'video/mp4', MAX + 1e8, '“clip.mp4” is too large: 2.1 GB.'],
])('rejects %s of type "%s" with %d bytes', (name, type, size, message) => {
  expect(errorWith({ name, type, size }, MAX)?.message).toBe(message);
});
