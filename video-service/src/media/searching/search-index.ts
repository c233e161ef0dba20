import { writeFileSync } from 'node:fs';
import type { Span } from '../choosing/spans.ts';
import { isInOrder } from '../ffmpeg/codecs.ts';
import { ROUNDING_SECONDS } from '../ffmpeg/sampling.ts';
import {
  type Excerpt,
  type FrameIndex,
  type KeyQuery,
  MAX_EXCERPT_BYTES,
} from '../index/frame-index.ts';
import type { FrameReader, StoredFrame } from './frame-reader.ts';
import { framesNear, type Waypoint } from './frames-near.ts';

// A key frame before a time is searched this far back, then further.
const STEPS_BACK_SECONDS = [4, 16, 64];

// No codec stores a frame this much later than others that are shown after it.
const REORDERING_SECONDS = 1;

/** What is searched: the codec, where the frames begin and end, and whether all are looked at instead. */
export type Search = { codec: string; bounds: [begin: Waypoint, end: Waypoint]; isShort: boolean };

/** Finds frames by their times in a file that says nowhere where they lie. */
export const searchIndex = (
  reader: FrameReader,
  { codec, bounds, isShort }: Search,
): FrameIndex => {
  const known = new Map<number, KnownKey>();
  let all: number[] | undefined;

  const near = (time: number) => {
    const keys = [...known.values()].sort((one, other) => one.time - other.time);
    const before = keys.findLast((key) => key.time <= time) ?? bounds[0];
    const after = keys.find((key) => key.time > time) ?? bounds[1];
    return framesNear(reader, time, [before, after]);
  };

  const keyAfter = async (time: number, until: number) => {
    let found: KnownKey | undefined;
    for await (const frame of near(time)) {
      found?.frames.push(Buffer.from(await frame.read()));
      if (found || frame.time >= until + REORDERING_SECONDS) break;
      if (!frame.isKey || frame.time < time - ROUNDING_SECONDS) continue;
      found = { ...frame, frames: [Buffer.from(await frame.read())] };
      if (!reader.needsNext) break;
    }
    if (!found) return [];
    known.set(found.time, found);
    return [found.time];
  };

  const keyBefore = async (time: number) => {
    for (const back of STEPS_BACK_SECONDS) {
      let last: StoredFrame | undefined;
      for await (const frame of near(time - back)) {
        if (frame.time > time + (frame.isKey ? ROUNDING_SECONDS : REORDERING_SECONDS)) break;
        if (frame.isKey) last = frame;
      }
      if (!last) continue;
      known.set(last.time, { ...last, frames: [] });
      return [last.time];
    }
    return [];
  };

  const keysBeside = async ({ times, side }: KeyQuery, endSeconds: number) => {
    const sorted = times.toSorted((one, other) => one - other);
    const found = await Promise.all(
      sorted.map((time, at) =>
        side === 'before' ? keyBefore(time) : keyAfter(time, sorted[at + 1] ?? endSeconds),
      ),
    );
    return [...new Set(found.flat())];
  };

  const allKeys = async (endSeconds: number) => {
    const times: number[] = [];
    for await (const { time, position, isKey } of reader.framesFrom(reader.bodyStart)) {
      if (time >= endSeconds + REORDERING_SECONDS) break;
      if (!isKey) continue;
      known.set(time, { time, position, frames: [] });
      times.push(time);
    }
    return times;
  };

  const isAnew = (key: Uint8Array | undefined) =>
    codec !== 'h264' || !key || !reader.beginsAnew || reader.beginsAnew(key);

  const readSpan = async ({ from, until }: Span, budget: Budget) => {
    const key = known.get(from);
    if (key && until <= from && key.frames.length > 0)
      return key.frames.map((each) => budget.take(each));
    const frames: Uint8Array[] = [];
    let isOver = false;
    for await (const frame of key ? reader.framesFrom(key.position) : near(from)) {
      if (isOver && frame.isKey) break;
      if (frames.length === 0 && !(frame.isKey && frame.time >= from - ROUNDING_SECONDS)) continue;
      frames.push(budget.take(Buffer.from(await frame.read())));
      if (isOver) break;
      isOver = frame.time >= until;
      if (isOver && !reader.needsNext) break;
    }
    return frames;
  };

  return {
    excerpt: { format: reader.format, stream: reader.stream },
    keyTimes: async (query, endSeconds) => {
      if (isShort) all ??= await allKeys(endSeconds);
      const keys = all ?? (await keysBeside(query, endSeconds));
      return keys.filter((time) => time < endSeconds).sort((one, other) => one - other);
    },
    writeExcerpts: async (spans, file) => {
      const budget = new Budget(MAX_EXCERPT_BYTES);
      const read = spans.map(async (span) => ({
        start: span.from,
        frames: await readSpan(span, budget),
      }));
      const excerpts: (Excerpt & { frames: Uint8Array[] })[] = [];
      for (const { start, frames } of await Promise.all(read)) {
        const last = excerpts.at(-1);
        if (last && isAnew(frames[0])) last.frames.push(...frames);
        else {
          const name = `${file}-${excerpts.length}`;
          excerpts.push({ file: name, start, isInOrder: isInOrder(codec), frames });
        }
      }
      for (const excerpt of excerpts) writeFileSync(excerpt.file, reader.join(excerpt.frames));
      return excerpts;
    },
  };
};

/** A key frame that was found; `frames` is what it is needed for, if that was read. */
type KnownKey = Waypoint & { frames: Uint8Array[] };

class Budget {
  private left: number;

  constructor(bytes: number) {
    this.left = bytes;
  }

  take(bytes: Uint8Array): Uint8Array {
    this.left -= bytes.length;
    if (this.left < 0) throw new Error('The excerpt is too large');
    return bytes;
  }
}
