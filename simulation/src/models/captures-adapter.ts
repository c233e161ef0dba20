import { CAPTURE_FORMAT } from '@video-service/shared/capture-format';
import type {
  captureWriter as realWriter,
  createCaptureExtractor as realExtractor,
} from '../../../video-service/src/create-captures/captures-adapter.ts';
import { FACTS } from './film.ts';
import { watchFilm } from './media.ts';
import { drawPicture } from './picture.ts';

const MS_PER_SECOND = 1000;
const PIXELS = 320;

/** Replaces FFmpeg: the same film always has the same captures. A picture's file is the picture. */
export const createCaptureExtractor: typeof realExtractor = (bucket) => async (video, use) => {
  const film = await watchFilm(bucket, video);
  await use({
    captures: film.captures.map(({ frame, kind, sameAs, names = [], pixels = PIXELS }) => ({
      frame,
      kind,
      time: Number(frame) / MS_PER_SECOND,
      ...(sameAs === undefined
        ? { file: drawPicture({ frame, names, pixels }).toString('base64') }
        : { sameAs }),
    })),
    facts: FACTS,
    tags: {},
    watched: film.watched,
  });
};

/** Puts a picture into the bucket. */
export const captureWriter: typeof realWriter = (bucket) => (key, file) =>
  bucket.put(key, { body: Buffer.from(file, 'base64'), contentType: CAPTURE_FORMAT.type });
