import { invalid } from '../media-errors.ts';
import { MAX_PIXELS, MAX_SIDE_PIXELS } from '../ffmpeg/input-options.ts';

/** Throws InvalidInput if the picture exceeds the size limit, or has no size at all. */
export const checkPicture = ({ width, height }: { width: number; height: number }): void => {
  if (width * height > MAX_PIXELS || Math.max(width, height) > MAX_SIDE_PIXELS)
    throw invalid('probe', 'PICTURE_TOO_LARGE');
  if (width * height === 0) throw invalid('probe', 'NO_PICTURE');
};
