import path from 'node:path';
import { buildFfmpegLayer } from '../packaging/ffmpeg-layer.ts';
import { type Architecture, FFMPEG_RELEASE, type Release } from './ffmpeg-release.ts';
import { fetchProgram } from './fetch-program.ts';

/** What the layer is made for and from: programs of one's own, or else those of the release. */
export type LayerRequest = {
  architecture: Architecture;
  /** Where the layer goes, as `ffmpeg-<architecture>.zip`, and what was downloaded is kept. */
  directory: string;
  own?: { ffmpeg: string; ffprobe: string };
  release?: Release;
};

/** Builds the layer that Lambda mounts under /opt, and returns its zip. */
export const buildAwsLayer = async (request: LayerRequest): Promise<string> => {
  const { architecture, directory, own, release = FFMPEG_RELEASE } = request;
  const layer = path.join(directory, `ffmpeg-${architecture}`);
  await buildFfmpegLayer(layer, own ?? (await fetchRelease(release[architecture], directory)));
  return `${layer}.zip`;
};

const fetchRelease = async (
  { ffmpeg, ffprobe }: Release[Architecture],
  directory: string,
): Promise<{ ffmpeg: string; ffprobe: string }> => {
  const cache = path.join(directory, 'downloads');
  return {
    ffmpeg: await fetchProgram(ffmpeg, cache),
    ffprobe: await fetchProgram(ffprobe, cache),
  };
};
