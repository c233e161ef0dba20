import { mkdtempDisposableSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SourceVideo } from '@video-service/shared/messages';
import type { Bucket } from '@video-service/shared/s3';
import type { MediaLimits } from '../media/media-limits.ts';
import { objectSource } from '../media/source/range-source.ts';
import { renderPreviews } from '../media/making/render-previews.ts';
import type { Rendered } from './create-gif.ts';

/** Renders previews of the bucket's videos, and leaves nothing on the disk of a warm function. */
export const createPreviewRenderer =
  (bucket: Pick<Bucket, 'readRange'>, limits: MediaLimits) =>
  async (source: SourceVideo): Promise<Rendered> => {
    using directory = mkdtempDisposableSync(path.join(tmpdir(), 'gif-'));
    const options = { directory: directory.path, limits };
    const { gif, poster, video, storyboard } = await renderPreviews(
      objectSource(bucket, source),
      options,
    );
    return {
      gif: await readFile(gif),
      ...(poster !== undefined && { poster: await readFile(poster) }),
      ...(video !== undefined && { video: await readFile(video) }),
      ...(storyboard && {
        storyboard: { picture: await readFile(storyboard.file), tiles: storyboard.tiles },
      }),
    };
  };
