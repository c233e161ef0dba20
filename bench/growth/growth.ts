import { findFfmpeg } from '../../deploy/src/packaging/ffmpeg-binaries.ts';
import { drawPipelineClips } from '../pipeline/pipeline-clips.ts';
import { drawMinutes } from '../length.ts';
import type { Outcome } from '../report/outcome.ts';
import { growByCaptures } from './by-captures.ts';
import { growByLength, MP4 } from './by-length.ts';
import { growBySessions } from './by-sessions.ts';
import { growBySize } from './by-size.ts';

/**
 * Measures what grows and what does not when videos are longer, files larger, captures more, and the bank fuller. True
 * if everything that should stay the same does.
 */
export const benchGrowth = async ({ isLarge }: { isLarge: boolean }): Promise<Outcome> => {
  const { ffmpeg, ffprobe } = await findFfmpeg();
  process.env['FFMPEG_PATH'] = ffmpeg;
  process.env['FFPROBE_PATH'] = ffprobe;
  const [clip = ''] = await drawPipelineClips(ffmpeg);
  const length = await growByLength(ffmpeg);
  const others = [
    await growBySize(ffmpeg, isLarge),
    await growByCaptures(await drawMinutes(ffmpeg, MP4, 11)),
    await growBySessions(clip, isLarge),
  ];
  return { ...length, isMet: length.isMet && others.every(Boolean) };
};
