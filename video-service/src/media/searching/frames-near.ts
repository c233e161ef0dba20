import type { FrameReader, StoredFrame } from './frame-reader.ts';

/** A known time, and the position from which reading reaches it. */
export type Waypoint = { time: number; position: number };

// The remaining gap is read; searching further would cost as much.
const CLOSE_SECONDS = 6;
const CLOSE_BYTES = 128 * 1024;
const MAX_STEPS = 16;

// Starting slightly early is better than slightly late.
const MARGIN_SECONDS = 3;

type Sample = { first: StoredFrame; rest: ReturnType<FrameReader['framesFrom']> };

/** The frames from slightly before `time` on, found between the two waypoints. */
export async function* framesNear(
  reader: FrameReader,
  time: number,
  [from, to]: [from: Waypoint, to: Waypoint],
): AsyncGenerator<StoredFrame> {
  let [low, high] = [from, to];
  let best: Sample | undefined;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    if (time - low.time <= CLOSE_SECONDS || high.position - low.position <= CLOSE_BYTES) break;
    const position = guess(time, low, high, step);
    const sample = await sampleAt(reader, position);
    if (!sample || sample.first.position >= high.position) high = { time: high.time, position };
    else if (sample.first.time > time) high = { time: sample.first.time, position };
    else {
      low = {
        time: sample.first.time,
        position: Math.max(sample.first.position, low.position),
      };
      best = sample;
    }
  }
  if (best) {
    yield best.first;
    yield* best.rest;
  } else yield* reader.framesFrom(low.position);
}

// The position at a steady bit rate, and now and then the middle.
const guess = (time: number, low: Waypoint, high: Waypoint, step: number): number => {
  const share = (time - MARGIN_SECONDS - low.time) / (high.time - low.time);
  const likely = step % 3 === 2 ? 0.5 : Math.min(0.95, Math.max(0.05, share));
  return Math.floor(low.position + (high.position - low.position) * likely);
};

const sampleAt = async (reader: FrameReader, position: number): Promise<Sample | undefined> => {
  const rest = reader.framesFrom(position);
  for (let next = await rest.next(); !next.done; next = await rest.next())
    if (Number.isFinite(next.value.time)) return { first: next.value, rest };
  return undefined;
};
