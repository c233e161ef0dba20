import type { Bucket } from '@video-service/shared/s3';
import type { SourceVideo } from '@video-service/shared/messages';
import { invalid } from '../../../video-service/src/media/media-errors.ts';
import { objectSource } from '../../../video-service/src/media/source/range-source.ts';
import { theWorld } from '../world/virtual-globals.ts';
import { type Film, filmIn } from './film.ts';

const LOOKS_MS = [100, 25_000] as const;

/** Reads a film as FFmpeg reads a video: piece by piece, of exactly one content, and for some time. */
export const watchFilm = async (
  bucket: Pick<Bucket, 'readRange'>,
  video: Pick<SourceVideo, 'key' | 'size' | 'etag'>,
): Promise<Film> => {
  if (video.size === 0) throw invalid('upload', 'EMPTY_FILE');
  const source = objectSource(bucket, video);
  const middle = Math.floor(video.size / 2);
  const first = await source.readRange(0, middle);
  const { random, sleep } = theWorld();
  await sleep(random.whole(...LOOKS_MS));
  const rest = await source.readRange(middle + 1, video.size - 1);
  const film = filmIn(Buffer.concat([first, rest]));
  if (film.error) throw invalid('probe', film.error);
  return film;
};
