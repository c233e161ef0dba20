import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { inBuildDirectory, LOCAL_STAGE } from './build-directory.ts';
import { buildFfmpegLayer, type Binaries } from './ffmpeg-layer.ts';
import { fingerprintStack } from './fingerprint.ts';
import { settingsOf } from './settings-file.ts';
import { packageStack, type PackagedStack } from './package-stack.ts';

/** The project's directory, the programs of its FFmpeg layer, and a callback for slow steps. */
export type PackagingOptions = {
  root: string;
  binaries: Binaries;
  onProgress: (message: string) => void;
};

/** Every stack of the project, packaged for this machine; unchanged stacks are reused. */
export const packageStacks = async (options: PackagingOptions): Promise<PackagedStack[]> => {
  const { root, binaries, onProgress } = options;
  const settings = await settingsOf(root, LOCAL_STAGE);
  return inBuildDirectory(root, async (build) => {
    const layer = await buildFfmpegLayer(path.join(build, `ffmpeg-${LOCAL_STAGE}`), binaries);
    const packageOne = async (name: string) => {
      const directory = path.join(root, name);
      const fingerprint = await fingerprintStack(directory, {
        ...settings,
        stage: LOCAL_STAGE,
        layer: layer.stamp,
      });
      const home = path.join(build, LOCAL_STAGE, name);
      const stack = await packageStack(directory, {
        home,
        fingerprint,
        stage: LOCAL_STAGE,
        onProgress,
      });
      return { ...stack, code: { ...stack.code, [layer.zip]: layer.directory } };
    };
    return allOrFirstError((await stacksIn(root)).map(packageOne));
  });
};

const stacksIn = async (root: string) =>
  (await readdir(root))
    .filter((name) => existsSync(path.join(root, name, 'serverless.yml')))
    .sort();

// Waits for all before it throws, so that nothing is still writing when the lock is released.
const allOrFirstError = async <Result>(work: Promise<Result>[]): Promise<Result[]> => {
  await Promise.allSettled(work);
  return Promise.all(work);
};
