import { mkdtempDisposableSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { collectRarely } from '../../video-service/src/media/collect-rarely.ts';
import { extractCaptures } from '../../video-service/src/media/making/extract-captures.ts';
import { renderPictures } from '../../video-service/src/media/making/render-previews.ts';
import { writeVideo } from '../../video-service/src/media/making/write-video.ts';
import { readMediaLimits } from '../../video-service/src/media/media-limits.ts';
import { fileSource } from '../../video-service/src/media/testing/file-source.ts';
import { type OpenVideo, withVideo } from '../../video-service/src/media/with-video.ts';
import { cpuSeconds } from '../cpu-seconds.ts';

const limits = readMediaLimits({});

collectRarely();

const withClip = <Result>(
  file: string,
  work: (video: OpenVideo, directory: string) => Promise<Result>,
) =>
  withDirectory(async (directory) =>
    withVideo(await fileSource(file), limits, (video) => work(video, directory)),
  );

const withDirectory = async <Result>(work: (directory: string) => Promise<Result>) => {
  using directory = mkdtempDisposableSync(path.join(tmpdir(), 'bench-ours-'));
  return await work(directory.path);
};

// Like the two functions on AWS, each opens and probes the source itself.
const pictures = async (file: string) => {
  await withClip(file, renderPictures);
  await withDirectory(async (directory) =>
    extractCaptures(await fileSource(file), { directory, limits }),
  );
};

const WORK = { pictures, video: (file: string) => withClip(file, writeVideo) };

/** What is made of a file in this process, which does nothing else, like a function's. */
export type FunctionWork = { make: keyof typeof WORK; file: string };

process.on('message', ({ make, file }: FunctionWork) => {
  void cpuSeconds(() => WORK[make](file)).then((seconds) => process.send?.(seconds));
});
process.on('disconnect', () => process.exit());
