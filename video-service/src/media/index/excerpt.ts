import type { Span } from '../choosing/spans.ts';
import { beginSequence, canOmitLeading, type Coding } from './begin-sequence.ts';
import type { Excerpt } from './frame-index.ts';
import { isHidden } from './hidden-frames.ts';
import { needsOthers } from './mpeg-pictures.ts';
import { readFrames } from './read-frames.ts';
import { batchesOf } from './span-batches.ts';
import type { VideoIndex } from './video-index.ts';
import { type CodedFrame, writeMovie } from './write-movie.ts';

type Wanted = { spans: Span[]; file: string };

/**
 * Writes the spans as MP4s in which each frame keeps its time. There is one, unless it would have more than 64 MiB, or
 * the spans have several descriptions, are more than an hour apart, or need a new decoder each. `codec` is that of frames
 * whose description does not say it.
 */
export const writeExcerpts = async (
  index: VideoIndex,
  codec: string,
  { spans, file }: Wanted,
): Promise<Excerpt[]> => {
  const excerpts: Excerpt[] = [];
  for (const batch of batchesOf(index, spans))
    for (const frames of filmsOf(await readParts(index, batch), codingsOf(index, codec))) {
      const name = `${file}-${excerpts.length}`;
      writeMovie(index.box, frames, name);
      excerpts.push({
        file: name,
        start: startOf(frames, index) / MICROSECONDS,
        isInOrder: frames.every(({ time }, at) => time > (frames[at - 1]?.time ?? -Infinity)),
      });
    }
  return excerpts;
};

const codingsOf =
  ({ descriptions }: VideoIndex, codec: string) =>
  (number: number): Coding => {
    const { codec: own = codec, lengthBytes } = descriptions[number - 1] ?? {};
    return { codec: own, lengthBytes };
  };

const filmsOf = (parts: CodedFrame[][], codingOf: ReturnType<typeof codingsOf>) => {
  const films: CodedFrame[][] = [];
  for (const [key, ...rest] of parts) {
    if (!key) continue;
    const coding = codingOf(key.description);
    // The index is wrong. If too little is left, the file is read from start to end.
    if (needsOthers(key.data, coding.codec)) continue;
    const { data, isAnew } = beginSequence(key.data, coding);
    const part = [{ ...key, data }, ...followers(key, rest, coding)];
    const last = films.at(-1);
    if (last && isAnew && isAlike(last, key)) last.push(...part);
    else films.push(part);
  }
  return films;
};

// What a table of durations has room for, with a margin.
const MAX_GAP = 4_000_000_000;

const isAlike = (film: CodedFrame[], { time, description }: CodedFrame) => {
  const [last] = film.slice(-1);
  return last?.description === description && time - last.time < MAX_GAP;
};

const MICROSECONDS = 1_000_000;

const followers = (key: CodedFrame, frames: CodedFrame[], coding: Coding) =>
  canOmitLeading(coding) ? frames.filter(({ time }) => time > key.time) : frames;

// When the first one is shown.
const startOf = (frames: CodedFrame[], { times: { hidesFrames } }: VideoIndex) => {
  const times = frames.map(({ time }) => time);
  const shown = hidesFrames ? times.filter((time) => !isHidden(time / MICROSECONDS)) : times;
  return Math.min(...shown);
};

// A span across a splice, or another description, has several parts.
const readParts = async (index: VideoIndex, batch: number[][]): Promise<CodedFrame[][]> => {
  const contents = await readFrames(index, batch.flat());
  return batch.flatMap((samples) => {
    const parts: CodedFrame[][] = [[]];
    for (const sample of samples) {
      const data = contents.get(sample);
      if (!data) break;
      const frame = { ...frameOf(index, sample), data };
      const before = parts.at(-1)?.at(-1)?.description ?? frame.description;
      if (index.splices.has(frame.time) || frame.description !== before) parts.push([]);
      parts.at(-1)?.push(frame);
    }
    return parts;
  });
};

const frameOf = ({ samples: { times, isKey, descriptions } }: VideoIndex, sample: number) => ({
  time: Math.round((times[sample] ?? 0) * MICROSECONDS),
  isKey: isKey[sample] === 1,
  description: descriptions[sample] ?? 1,
});
