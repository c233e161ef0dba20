import { invalid } from '../media-errors.ts';
import type { ProbedStream } from './probe-output.ts';

// A picture beside the movie, such as a cover, without being marked as one.
const PICTURES = new Set(['mjpeg', 'png', 'bmp', 'gif', 'webp', 'tiff']);

/** The video track that a player shows: enabled before disabled, moving before still, then the first. */
export const chooseStream = (
  streams: ProbedStream[],
  packetsOf: (stream: number) => number | undefined,
): ProbedStream => {
  const [chosen] = [...streams].sort(
    (one, other) => rank(one, packetsOf) - rank(other, packetsOf) || one.index - other.index,
  );
  if (!chosen) throw invalid('probe', 'NO_VIDEO_STREAM');
  return chosen;
};

const rank = (
  { index, nb_frames, codec_name, disposition }: ProbedStream,
  packetsOf: (stream: number) => number | undefined,
) => {
  const frames = nb_frames ?? packetsOf(index) ?? 2;
  return (
    (disposition?.default === 0 ? 4 : 0) +
    (frames > 1 ? 0 : 2) +
    (PICTURES.has(codec_name ?? '') ? 1 : 0)
  );
};
