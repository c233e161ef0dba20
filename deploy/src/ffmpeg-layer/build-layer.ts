import { stat } from 'node:fs/promises';
import path from 'node:path';
import { LOCAL_STAGE } from '../packaging/build-directory.ts';
import { findFfmpeg } from '../packaging/ffmpeg-binaries.ts';
import { buildFfmpegLayer, type Binaries } from '../packaging/ffmpeg-layer.ts';
import { FFMPEG_RELEASE } from './ffmpeg-release.ts';
import { fetchProgram } from './fetch-program.ts';
import { ARCHITECTURE, type Arguments } from '../read-arguments.ts';

const MIB = 1024 ** 2;
// A function and its layers can have 250 MB; our functions have less than 2 MB without layers.
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const MAX_BYTES = 248 * MIB;

/**
 * Builds the layer that Lambda mounts under /opt: from your own programs, from the pinned release or, for a local
 * engine, from this machine's. Downloads are kept in the directory.
 */
export const buildLayer = async (
  { stage, own }: Pick<Arguments, 'stage' | 'own'>,
  directory: string,
): Promise<void> => {
  const isLocal = stage === LOCAL_STAGE;
  const programs = own ?? (await (isLocal ? findFfmpeg() : fetchRelease(directory)));
  if (!isLocal) await checkSize(programs);
  await buildFfmpegLayer(
    path.join(directory, `ffmpeg-${isLocal ? stage : ARCHITECTURE}`),
    programs,
  );
};

const checkSize = async ({ ffmpeg, ffprobe }: Binaries) => {
  const bytes = (await stat(ffmpeg)).size + (await stat(ffprobe)).size;
  if (bytes <= MAX_BYTES) return;
  throw new Error(
    `ffmpeg and ffprobe together are ${Math.ceil(bytes / MIB)} MB; a layer can be at most ${MAX_BYTES / MIB} MB. Use smaller builds.`,
  );
};

const fetchRelease = async (directory: string): Promise<Binaries> => {
  const { ffmpeg, ffprobe } = FFMPEG_RELEASE[ARCHITECTURE];
  const cache = path.join(directory, 'downloads');
  return {
    ffmpeg: await fetchProgram(ffmpeg, cache),
    ffprobe: await fetchProgram(ffprobe, cache),
  };
};
