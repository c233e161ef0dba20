import { writeFile } from 'node:fs/promises';
import type { MediaErrorCode } from '../media-errors.ts';
import { type Edit, withEdits } from './mp4-boxes.ts';
import { putTable, tableOf } from './movie-tables.ts';
import { editMovie, type Node, type Parent, writeNode } from './movie-tree.ts';
import { type Sources, withoutBeginning } from './odd-sources.ts';
import { runEncoder } from './run-encoder.ts';

/**
 * A file that no camera writes, although its format allows it or nearly does, and its expected result: captures of
 * these frames, an error, or anything FFmpeg makes of an invalid file.
 */
export type OddStructure = {
  name: string;
  draw: (sources: Sources, file: string) => Promise<unknown>;
  expected: number[] | MediaErrorCode | 'anything';
};

const ALL = [0, 15, 30, 45, 60, 75];
const MILLIONS = 0x7f_ff_ff_ff;

const written =
  (bytes: (sources: Sources) => Buffer): OddStructure['draw'] =>
  (sources, file) =>
    writeFile(file, bytes(sources));

const edited = (edit: (moov: Parent) => void) => written(({ mp4 }) => editMovie(mp4, edit));

const claim = (table: string, at: number) =>
  edited((moov) => tableOf(moov, table).writeUInt32BE(MILLIONS, at));

const aHundredTracks: OddStructure['draw'] = ({ file: source }, file) => {
  const maps = Array.from({ length: 100 }, () => ['-map', '0:v']).flat();
  return runEncoder(['-i', source, ...maps, '-c', 'copy', file]);
};

// Frames in turn, each with its original duration, repeatedly.
const edits = (count: number): Edit[] =>
  Array.from({ length: count }, (_, edit) => ({
    mediaTime: (edit % 80) / RATE,
    duration: 1 / RATE,
  }));
const RATE = 30;
// Those at the beginning of each twentieth of the window, which is thirty seconds: an edit lasts 33 ms.
const OF_EDITS = Array.from({ length: 20 }, (_, capture) => Math.ceil((capture * 1500) / 33) % 80);

const describeTwice = (codec: string) =>
  edited((moov) => {
    const described = tableOf(moov, 'stsd');
    const second = Buffer.from(described.subarray(8));
    second.write(codec, 4, 'latin1');
    const both = Buffer.concat([described, second]);
    both.writeUInt32BE(2, 4);
    putTable(moov, 'stsd', both);
  });

const keyFrames = (...frames: number[]) =>
  edited((moov) => {
    const body = Buffer.alloc(8 + 4 * frames.length);
    body.writeUInt32BE(frames.length, 4);
    frames.forEach((frame, at) => body.writeUInt32BE(frame, 8 + 4 * at));
    putTable(moov, 'stss', body);
  });

const nested = (type: string, levels: number) =>
  edited((moov) => {
    const bytes = Buffer.alloc(8 * levels);
    for (let level = 0; level < levels; level += 1) {
      bytes.writeUInt32BE(8 * (levels - level), 8 * level);
      bytes.write(type, 8 * level + 4, 'latin1');
    }
    moov.nodes.push({ type, body: bytes.subarray(8) });
  });

// https://nokiatech.github.io/heif/technical.html
const stillPicture = (brand: string) =>
  written(() => {
    const handler = Buffer.alloc(25);
    handler.write('pict', 8, 'latin1');
    const meta = [Buffer.alloc(4), writeNode({ type: 'hdlr', body: handler })];
    const boxes: Node[] = [
      { type: 'ftyp', body: Buffer.from(`${brand}\0\0\0\0mif1${brand}`, 'latin1') },
      { type: 'meta', body: Buffer.concat(meta) },
      { type: 'mdat', body: Buffer.alloc(5000, 7) },
    ];
    return Buffer.concat(boxes.map(writeNode));
  });

export const ODD_STRUCTURES: OddStructure[] = [
  { name: 'a HEIC photo.mp4', draw: stillPicture('heic'), expected: 'STILL_IMAGE' },
  { name: 'an AVIF photo.mp4', draw: stillPicture('avif'), expected: 'STILL_IMAGE' },
  { name: 'a hundred tracks.mp4', draw: aHundredTracks, expected: ALL },
  ...[1000, 10_000].map((count) => ({
    name: `${count} edits.mp4`,
    draw: written(({ keys }) => withEdits(keys, edits(count))),
    expected: OF_EDITS,
  })),
  {
    name: 'H.264 that becomes MPEG-2.ts',
    draw: written(({ first, mpeg2 }) => Buffer.concat([first, mpeg2])),
    expected: [0, 15],
  },
  {
    name: 'H.264 that becomes HEVC.ts',
    draw: written(({ first, hevc }) => Buffer.concat([first, hevc])),
    expected: [0, 15],
  },
  { name: 'two descriptions of one coding.mp4', draw: describeTwice('avc1'), expected: ALL },
  { name: 'two codings.mp4', draw: describeTwice('mp4v'), expected: ALL },
  {
    name: 'a clock that goes back by five seconds.ts',
    draw: written(({ later, first }) => Buffer.concat([later, first])),
    expected: [30, 45],
  },
  {
    name: 'a clock that repeats a second.ts',
    draw: written(({ first }) => Buffer.concat([first, first])),
    expected: [0, 15],
  },
  {
    name: 'a key frame that the index calls the first.mp4',
    draw: keyFrames(61),
    expected: [0, 60],
  },
  { name: 'no key frame in the index.mp4', draw: keyFrames(), expected: [0] },
  { name: 'a key frame behind the end.mp4', draw: keyFrames(MILLIONS), expected: [0] },
  { name: 'a late key frame.ts', draw: written(withoutBeginning), expected: [60] },
  { name: 'ten levels of user data.mp4', draw: nested('udta', 10), expected: ALL },
  { name: 'ten levels of tracks.mp4', draw: nested('trak', 10), expected: ALL },
  { name: 'ten thousand levels of user data.mp4', draw: nested('udta', 10_000), expected: ALL },
  { name: 'ten thousand levels of media.mp4', draw: nested('mdia', 10_000), expected: 'anything' },
  { name: 'frames that no video has.mp4', draw: claim('stsz', 8), expected: 'anything' },
  { name: 'times repeated without end.mp4', draw: claim('stts', 8), expected: 'anything' },
  { name: 'chunks of frames without end.mp4', draw: claim('stsc', 12), expected: 'anything' },
  { name: 'more times than room.mp4', draw: claim('stts', 4), expected: 'anything' },
  { name: 'more display times than room.mp4', draw: claim('ctts', 4), expected: 'anything' },
  { name: 'more chunks than room.mp4', draw: claim('stco', 4), expected: 'anything' },
  { name: 'more key frames than room.mp4', draw: claim('stss', 4), expected: 'anything' },
];
