import type { SourceFacts } from '@video-service/shared/metadata';
import {
  CustomSource,
  EncodedPacketSink,
  Input,
  type InputVideoTrack,
  Logging,
  LogLevel,
  MP4,
  QTFF,
  type VideoCodec,
} from 'mediabunny';
import { checkPicture } from '../probe/check-picture.ts';
import { hasPlausibleTables } from './mp4-tables.ts';
import type { ProbedVideo } from '../probe/probe-video.ts';
import { readAhead } from '../source/read-ahead.ts';
import type { RangeSource } from '../source/range-source.ts';

// What is wrong with an index is FFmpeg's to say, and ours to log.
Logging.level = LogLevel.Silent;

/** What a file's own index tells of its video: where each frame lies, and which of them are key frames. */
export type VideoIndex = ProbedVideo & {
  track: InputVideoTrack;
  packets: EncodedPacketSink;
};

// As FFmpeg calls them; what is not here is left to FFmpeg.
const CODECS: Partial<Record<VideoCodec, string>> = {
  avc: 'h264',
  hevc: 'hevc',
  vp9: 'vp9',
  av1: 'av1',
};

/**
 * The index of a video, read without reading the video itself, or undefined for what has none that is understood
 * here. Throws InvalidInput when the picture is too large.
 */
export const readIndex = async (source: RangeSource): Promise<VideoIndex | undefined> => {
  const described = await describe(source).catch(() => undefined);
  if (described) checkPicture(described.facts);
  return described;
};

const describe = async (whole: RangeSource): Promise<VideoIndex | undefined> => {
  const source = readAhead(whole);
  if (!(await hasPlausibleTables(source))) return undefined;
  const input = open(source);
  const [track] = await input.getVideoTracks();
  const coded = await track?.getCodec();
  const codec = coded ? CODECS[coded] : undefined;
  const durationSeconds = await input.getDurationFromMetadata();
  if (!track || !codec || !durationSeconds) return undefined;
  return {
    facts: await factsOf(track, codec, durationSeconds),
    startSeconds: 0,
    endSeconds: await track.computeDuration(),
    untimed: false,
    track,
    packets: new EncodedPacketSink(track),
  };
};

const open = (source: RangeSource) =>
  new Input({
    formats: [MP4, QTFF],
    source: new CustomSource({
      getSize: () => source.size,
      read: (start, end) => source.readRange(start, end - 1),
      // Nobody waits for what was read ahead.
      handleUnhandledError: () => undefined,
    }),
  });

const factsOf = async (
  track: InputVideoTrack,
  codec: string,
  durationSeconds: number,
): Promise<SourceFacts> => ({
  durationSeconds: Math.round(durationSeconds * 1000) / 1000,
  width: await track.getCodedWidth(),
  height: await track.getCodedHeight(),
  codec,
  rotation: await track.getRotation(),
});
