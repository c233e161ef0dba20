import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SourceVideo } from '@video-service/shared/messages';
import type { Bucket } from '@video-service/shared/s3';
import type { MediaLimits } from '../media/media-limits.ts';
import { objectSource } from '../media/source/range-source.ts';
import { renderGif } from '../media/making/render-gif.ts';

/** Renders previews of the bucket's videos; nothing stays on the disk of a function that lives on. */
export const createGifRenderer =
  (bucket: Pick<Bucket, 'readRange'>, limits: MediaLimits) =>
  async (video: SourceVideo): Promise<Uint8Array> => {
    await using directory = await mkdtempDisposable(path.join(tmpdir(), 'gif-'));
    const options = { directory: directory.path, limits };
    const { file } = await renderGif(objectSource(bucket, video), options);
    return await readFile(file);
  };
