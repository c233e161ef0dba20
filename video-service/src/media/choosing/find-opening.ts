import { judgePicture } from './judge-picture.ts';
import { choosePoster, type Picture } from './preview-pictures.ts';

// A fade lasts about so long.
const MIN_SEARCH_SECONDS = 1;
const SEARCH_SHARE = 1 / 8;

/**
 * The second at which a preview video begins: at once, unless the video begins in black, a fade, a blur or a title card
 * and something better follows soon. Black is passed over however long it lasts. The pictures are in order of time.
 */
export const findOpening = (pictures: Picture[], windowSeconds: number): number => {
  const bright = pictures.find((picture) => !judgePicture(picture).dark);
  // All of it is dark, and shown as it is.
  if (!bright) return 0;
  const search = Math.max(MIN_SEARCH_SECONDS, windowSeconds * SEARCH_SHARE);
  const first = pictures.filter(
    ({ millisecond }) =>
      millisecond >= bright.millisecond && millisecond <= bright.millisecond + search * 1000,
  );
  const opening = choosePoster(first);
  return !opening || opening === pictures[0] ? 0 : opening.millisecond / 1000;
};
