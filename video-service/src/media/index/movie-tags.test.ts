import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { probeVideo } from '../probe/probe-video.ts';
import { withSource } from '../source/with-source.ts';
import { fileSource } from '../testing/file-source.ts';
import { drawNumberedClip, H264 } from '../testing/numbered-clip.ts';
import { topBoxes } from './boxes.ts';
import { readMovie } from './movie.ts';
import { readMovieTags } from './movie-tags.ts';
import { readIndex } from './video-index.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'tags-test-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const TIME = ['-metadata', 'creation_time=2026-11-22T20:03:05Z'];
const APPLE = ['-metadata', 'com.apple.quicktime.creationdate=2026-11-22T21:03:04+0100'];
const KEYS = ['-movflags', 'use_metadata_tags'];
const bothTags = {
  creationDate: '2026-11-22T21:03:04+0100',
  creationTime: expect.stringMatching(/^2026-11-22T20:03:05(\.0+)?Z$/u),
};

test.each([
  ['clip.mp4', [...TIME, ...APPLE, ...KEYS], bothTags],
  ['clip.mov', [...TIME, ...APPLE, ...KEYS], bothTags],
  ['time.mp4', TIME, { creationTime: bothTags.creationTime }],
  ['bare.mp4', [], {}],
])(
  'the index of %s has its recording time, as ffprobe reports it',
  async (name, tags, expected) => {
    const coding = [...H264, ...tags];
    const file = await drawNumberedClip(path.join(directory, name), { frames: 10, coding });
    const source = await fileSource(file);

    const movie = await readMovie(source, await topBoxes(source));
    const index = movie && readIndex(source, movie);
    const probed = await withSource(source, (lent) => probeVideo(lent, performance.now() + 30_000));

    expect(index?.described?.tags).toEqual(expected);
    expect(probed.tags).toEqual(expected);
  },
);

const box = (type: string, body: Buffer) => {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length + 8);
  return Buffer.concat([size, Buffer.from(type, 'latin1'), body]);
};
const inMovie = (type: string, body: Buffer) => [{ type, body, boxes: [] }];

test('a name that Apple’s cameras write beside the tracks is read', () => {
  const name = Buffer.from('mdtacom.apple.quicktime.creationdate');
  const count = Buffer.from([0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, name.length + 4]);
  const value = Buffer.concat([
    Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]),
    Buffer.from('2026-11-22T21:03:04+0100'),
  ]);
  const meta = Buffer.concat([
    box('hdlr', Buffer.alloc(24)),
    box('keys', Buffer.concat([count, name])),
    box('ilst', box('\0\0\0\x01', box('data', value))),
  ]);

  expect(readMovieTags(inMovie('meta', meta))).toEqual({
    creationDate: '2026-11-22T21:03:04+0100',
  });
});

test.each([
  ['a header that is cut off', inMovie('mvhd', Buffer.alloc(5))],
  ['a time after the last year that is', inMovie('mvhd', Buffer.alloc(100, 1))],
  ['metadata without names', inMovie('meta', Buffer.alloc(40))],
  ['a name without an end', inMovie('meta', box('keys', Buffer.alloc(20, 255)))],
  [
    'a name without a value',
    inMovie(
      'meta',
      Buffer.concat([
        Buffer.alloc(4),
        box(
          'keys',
          Buffer.from('\0\0\0\0\0\0\0\x01\0\0\0\x28mdtacom.apple.quicktime.creationdate'),
        ),
      ]),
    ),
  ],
])('%s has no recording time', (_, moov) => {
  expect(readMovieTags(moov)).toEqual({});
});
