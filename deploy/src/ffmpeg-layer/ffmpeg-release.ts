/** Lambda's architectures, by Serverless' names. */
export type Architecture = 'arm64' | 'x86_64';

/** A gzipped program of a release, with its expected hash. */
export type Program = { url: string; sha256: string };
export type Release = Record<Architecture, { ffmpeg: Program; ffprobe: Program }>;

const BASE = 'https://github.com/eugeneware/ffmpeg-static/releases/download/b6.1.1';

const program = (name: string, sha256: string): Program => ({ url: `${BASE}/${name}.gz`, sha256 });

/** The static builds of FFmpeg 6.1.1 that the package ffmpeg-static installs, pinned by their hashes. */
export const FFMPEG_RELEASE: Release = {
  arm64: {
    ffmpeg: program(
      'ffmpeg-linux-arm64',
      '754a678672298bc68156adff58aa7385a592c2b30b1d0ae8750c45c915c4bac0',
    ),
    ffprobe: program(
      'ffprobe-linux-arm64',
      '2ab6aba60ee84412dff9188720703376cb4e7aaf7e0b5e43aa8249f2acae5bf8',
    ),
  },
  x86_64: {
    ffmpeg: program(
      'ffmpeg-linux-x64',
      'bfe8a8fc511530457b528c48d77b5737527b504a3797a9bc4866aeca69c2dffa',
    ),
    ffprobe: program(
      'ffprobe-linux-x64',
      '25d9b6ccb05e3d9de9e04e31e2506d8dd7f9f0418981965ac6df12e8d3afd067',
    ),
  },
};
