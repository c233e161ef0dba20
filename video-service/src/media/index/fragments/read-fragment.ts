import { flatBoxes } from '../boxes.ts';
import { NotUnderstood, type TrackSamples } from './track-samples.ts';

const BASE_OFFSET = 0x1;
const DESCRIPTION = 0x2;
const DEFAULT_DURATION = 0x8;
const DEFAULT_SIZE = 0x10;
const DEFAULT_FLAGS = 0x20;
const BASE_IS_FRAGMENT = 0x20000;

const DATA_OFFSET = 0x1;
const FIRST_FLAGS = 0x4;
const [DURATION, SIZE, FLAGS, DELAY] = [0x100, 0x200, 0x400, 0x800];

// It depends on others, or is said to be no key frame.
const NO_KEY = 0x1010000;

/**
 * Adds the samples of a fragment (`moof`) at this position to their tracks, by number. Throws NotUnderstood.
 * ISO/IEC 14496-12, 8.8.4 to 8.8.12.
 */
export const readFragment = (
  body: Buffer,
  position: number,
  tracks: ReadonlyMap<number, TrackSamples>,
): void => {
  const parts = flatBoxes(body).filter(({ type }) => type === 'traf');
  for (const [at, { body: part }] of parts.entries()) {
    const boxes = flatBoxes(part);
    const header = readHeader(boxes.find(({ type }) => type === 'tfhd')?.body);
    const track = tracks.get(header.track);
    if (!track) continue;
    // Without either, the samples follow those of the part before.
    if (header.base === undefined && !header.isFromFragment && at > 0) throw new NotUnderstood();
    const time = boxes.find(({ type }) => type === 'tfdt')?.body;
    if (time) track.next = readTime(time);
    const { defaults } = track;
    if ((header.description ?? defaults.description) !== 1) throw new NotUnderstood();
    const base = header.base ?? position;
    let next = base;
    for (const { type, body: run } of boxes)
      if (type === 'trun') next = readRun(run, { ...defaults, ...header, base, next }, track);
  }
};

const readHeader = (tfhd: Buffer | undefined) => {
  if (!tfhd) throw new NotUnderstood();
  const fields = new Fields(tfhd);
  const flags = fields.word();
  const track = fields.word();
  const optional = (flag: number) => ((flags & flag) === 0 ? undefined : fields.word());
  const base = (flags & BASE_OFFSET) === 0 ? undefined : fields.long();
  const description = optional(DESCRIPTION);
  const duration = optional(DEFAULT_DURATION);
  const size = optional(DEFAULT_SIZE);
  const sampleFlags = optional(DEFAULT_FLAGS);
  return {
    track,
    base,
    isFromFragment: (flags & BASE_IS_FRAGMENT) !== 0,
    ...(description !== undefined && { description }),
    ...(duration !== undefined && { duration }),
    ...(size !== undefined && { size }),
    ...(sampleFlags !== undefined && { flags: sampleFlags }),
  };
};

const readTime = (tfdt: Buffer) => {
  const fields = new Fields(tfdt);
  return fields.word() >>> 24 === 1 ? fields.long() : fields.word();
};

type Usual = { base: number; next: number; duration: number; size: number; flags: number };

// Returns where the samples end.
const readRun = (trun: Buffer, usual: Usual, track: TrackSamples): number => {
  const fields = new Fields(trun);
  const has = fields.word();
  const count = fields.word();
  // Sound can have millions of samples that are all alike.
  if (!track.isListed && (has & DURATION) === 0) {
    track.first ??= track.next;
    track.next += count * usual.duration;
    return usual.next;
  }
  let offset = (has & DATA_OFFSET) === 0 ? usual.next : usual.base + (fields.word() | 0);
  const firstFlags = (has & FIRST_FLAGS) === 0 ? undefined : fields.word();
  for (let sample = 0; sample < count; sample += 1) {
    const duration = (has & DURATION) === 0 ? usual.duration : fields.word();
    const size = (has & SIZE) === 0 ? usual.size : fields.word();
    const own = (has & FLAGS) === 0 ? usual.flags : fields.word();
    const delay = (has & DELAY) === 0 ? 0 : fields.word() | 0;
    const flags = sample === 0 && firstFlags !== undefined ? firstFlags : own;
    track.add({ offset, size, duration, delay, isKey: (flags & NO_KEY) === 0 });
    offset += size;
  }
  return offset;
};

/** The numbers of a box, in order. */
class Fields {
  private at = 0;
  private readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  word(): number {
    this.at += 4;
    if (this.at > this.bytes.length) throw new NotUnderstood();
    return this.bytes.readUInt32BE(this.at - 4);
  }

  long(): number {
    return this.word() * 2 ** 32 + this.word();
  }
}
