import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Binaries } from '../../deploy/src/packaging/ffmpeg-layer.ts';
import type { Work } from './work.ts';

/**
 * The same FFmpeg runs and the same models, without anything around them: as many at a time as there are processors,
 * from file to file, in one process that lives as long as the returned object.
 */
export const openBare = ({ ffmpeg, ffprobe }: Binaries) => {
  const env = { ...process.env, FFMPEG_PATH: ffmpeg, FFPROBE_PATH: ffprobe };
  const child = fork(path.join(import.meta.dirname, 'bare-run.ts'), { env });
  return {
    async work(files: string[]): Promise<Work> {
      child.send(files);
      const [measured] = (await once(child, 'message')) as [Work];
      return measured;
    },
    close: () => child.disconnect(),
  };
};
