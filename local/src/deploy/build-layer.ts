import path from 'node:path';
import { findFfmpeg } from '../packaging/ffmpeg-binaries.ts';
import { buildFfmpegLayer, type Binaries } from '../packaging/ffmpeg-layer.ts';
import { FFMPEG_RELEASE } from './ffmpeg-release.ts';
import { fetchProgram } from './fetch-program.ts';
import { ARCHITECTURE, type Arguments, LOCAL_STAGE } from './read-arguments.ts';

/**
 * Builds the layer that Lambda mounts under /opt, from programs of one's own, or else from the pinned release or, for
 * an engine of this machine, from this machine's. What was downloaded is kept in the directory.
 */
export const buildLayer = async (
  { stage, own }: Pick<Arguments, 'stage' | 'own'>,
  directory: string,
): Promise<void> => {
  const isLocal = stage === LOCAL_STAGE;
  const layer = path.join(directory, `ffmpeg-${isLocal ? stage : ARCHITECTURE}`);
  await buildFfmpegLayer(layer, own ?? (await (isLocal ? findFfmpeg() : fetchRelease(directory))));
};

const fetchRelease = async (directory: string): Promise<Binaries> => {
  const { ffmpeg, ffprobe } = FFMPEG_RELEASE[ARCHITECTURE];
  const cache = path.join(directory, 'downloads');
  return {
    ffmpeg: await fetchProgram(ffmpeg, cache),
    ffprobe: await fetchProgram(ffprobe, cache),
  };
};
