import { expect, test } from '@jest/globals';
import { formatOfName, formatOfType, isVideoType, VIDEO_FORMATS } from './video-formats.ts';

test.each([
  ['clip.mp4', 'MP4'],
  ['IMG_0001.MOV', 'MOV'],
  ['00001.MTS', 'MPEG-TS'],
  ['.ts', 'MPEG-TS'],
  ['a.tar.MkV', 'MKV'],
  ['cam 1.h264', 'raw H.264'],
  ['cam.265', 'raw HEVC'],
])('%s is recognised by name as %s', (name, format) => {
  expect(formatOfName(name)?.name).toBe(format);
});

test.each([
  'clip',
  'mp4',
  'clip.mp4.',
  'clip.mp4/notes',
  'a.mp4\\b',
  'notes.txt',
  'constructor',
  '',
])('%p is not recognised as a video', (name) => {
  expect(formatOfName(name)).toBe(undefined);
});

test.each([
  ['video/mp4', 'MP4'],
  ['VIDEO/MP4; codecs="avc1.64001f, mp4a.40.2"', 'MP4'],
  ['video/webm;codecs=vp8,opus', 'WebM'],
  ['application/vnd.ms-asf', 'WMV'],
  ['video/vnd.dlna.mpeg-tts', 'MPEG-TS'],
])('the type %s is recognised as %s', (type, format) => {
  expect(formatOfType(type)?.name).toBe(format);
  expect(isVideoType(type)).toBe(true);
});

test.each(['', 'video/', 'video/x-setup', 'text/html', 'text/vnd.trolltech.linguist', 'image/gif'])(
  'the type %p is not a video type',
  (type) => {
    expect(isVideoType(type)).toBe(false);
  },
);

test('each extension and type belongs to one format and is lower-case', () => {
  for (const part of ['extensions', 'types'] as const) {
    const all = VIDEO_FORMATS.flatMap((format) => format[part]);
    expect(all).toEqual([...new Set(all.map((text) => text.toLowerCase()))]);
  }
});
