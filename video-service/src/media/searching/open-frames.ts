import type { RangeSource } from '../source/range-source.ts';
import { openAvi } from './avi.ts';
import { openFlashVideo } from './flash-video.ts';
import type { FrameReader } from './frame-reader.ts';
import { openMatroska } from './matroska.ts';
import { openTransportStream } from './transport-stream.ts';

// Smaller files are read completely rather than searched.
const MIN_BYTES = 4 * 1024 * 1024;

/** A track as FFmpeg describes it: the container, the track's number, and its id in the container. */
export type TrackPlace = { format: string; stream: number; id?: string | undefined };

/** The frames of a large file, if its container can be read from any position and is understood here. */
export const openFrames = async (
  source: RangeSource,
  { format, stream, id }: TrackPlace,
): Promise<FrameReader | undefined> => {
  if (source.size < MIN_BYTES) return undefined;
  if (format.startsWith('matroska')) return openMatroska(source, stream);
  if (format === 'avi') return openAvi(source, stream);
  if (format === 'flv') return openFlashVideo(source);
  if (format === 'mpegts') return openTransportStream(source, stream, Number(id));
  return undefined;
};
