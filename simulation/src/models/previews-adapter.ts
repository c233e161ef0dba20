import type { createPreviewRenderer as real } from '../../../video-service/src/create-gif/previews-adapter.ts';
import { watchFilm } from './media.ts';

const TILE = { start: 0, end: 8, left: 0, top: 0, width: 192, height: 108 };

/** Replaces FFmpeg: the same film always has the same previews. */
export const createPreviewRenderer: typeof real = (bucket) => async (video) => {
  const { previews } = await watchFilm(bucket, video);
  const made = (what: string) => Buffer.from(`${what} of ${video.etag ?? 'an old upload'}`);
  return {
    gif: made('gif'),
    ...(previews.includes('poster') && { poster: made('poster') }),
    ...(previews.includes('video') && { video: made('video') }),
    ...(previews.includes('storyboard') && {
      storyboard: { picture: made('storyboard'), tiles: [TILE] },
    }),
  };
};
