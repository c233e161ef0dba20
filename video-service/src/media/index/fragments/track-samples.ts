import type { Samples } from '../samples.ts';

// Three hours at thirty frames per second.
const MAX_SAMPLES = 300_000;

/** What a track's fragments leave out: https://www.iso.org/standard/83102.html (ISO/IEC 14496-12), 8.8.3. */
export type Defaults = { description: number; duration: number; size: number; flags: number };

/** A sample of a fragment: where it is, how long it lasts, how much later than decoded it is shown. */
export type Sample = {
  offset: number;
  size: number;
  duration: number;
  delay: number;
  isKey: boolean;
};

/** Something that no recorder writes, or that is left to FFmpeg. */
export class NotUnderstood extends Error {}

/** The samples of a track, in decoding order; only their times if the track is not shown. */
export class TrackSamples {
  /** When the first and the next sample are decoded. */
  first: number | undefined;
  next: number;
  readonly defaults: Defaults;
  readonly isListed: boolean;
  private readonly samples: Sample[] = [];
  private readonly decoded: number[] = [];

  constructor(defaults: Defaults, { next, isListed }: { next: number; isListed: boolean }) {
    this.defaults = defaults;
    this.next = next;
    this.isListed = isListed;
  }

  add(sample: Sample): void {
    this.first ??= this.next;
    const last = this.decoded.at(-1) ?? -1;
    if (this.isListed) {
      if (this.next < last || this.samples.length >= MAX_SAMPLES) throw new NotUnderstood();
      this.samples.push(sample);
      this.decoded.push(this.next);
    }
    this.next += sample.duration;
  }

  /** The samples of `earlier`, and then those that are completely within a file of this size. */
  listWithin(bytes: number, earlier: Samples = NONE): Samples {
    const isWithin = ({ offset, size }: Sample) =>
      offset >= 0 && size > 0 && offset + size <= bytes;
    const samples = this.samples.filter(isWithin);
    const times = this.samples.flatMap((sample, at) =>
      isWithin(sample) ? (this.decoded[at] ?? 0) + sample.delay : [],
    );
    return {
      offsets: Float64Array.from([...earlier.offsets, ...samples.map(({ offset }) => offset)]),
      sizes: Uint32Array.from([...earlier.sizes, ...samples.map(({ size }) => size)]),
      times: Float64Array.from([...earlier.times, ...times]),
      isKey: Uint8Array.from([...earlier.isKey, ...samples.map(({ isKey }) => (isKey ? 1 : 0))]),
      descriptions: new Uint16Array(earlier.sizes.length + samples.length).fill(1),
    };
  }
}

const NONE: Samples = {
  offsets: new Float64Array(),
  sizes: new Uint32Array(),
  times: new Float64Array(),
  isKey: new Uint8Array(),
  descriptions: new Uint16Array(),
};
