import { invalid } from '../faults.ts';
import type { Place } from '../index/boxes.ts';
import type { RangeSource } from '../source/range-source.ts';

// Less than this share of the pictures and sound shows too little of the video.
const ENOUGH_SHARE = 0.5;

/**
 * Whether an MP4's boxes are all there. Throws InvalidInput when the file was cut off so early that little is left
 * of it, and when it is a still image, which has the same boxes but no film.
 */
export const checkWhole = ({ size }: RangeSource, top: Place[]): boolean => {
  const types = new Set(top.map(({ type }) => type));
  // https://nokiatech.github.io/heif/technical.html
  if (types.has('ftyp') && types.has('meta') && !types.has('moov') && !types.has('moof'))
    throw invalid('probe', 'STILL_IMAGE');
  const cut = top.find(({ end }) => end > size);
  if (cut?.type !== 'mdat' || !types.has('moov')) return cut === undefined;
  const share = (size - cut.bodyStart) / (cut.end - cut.bodyStart);
  if (share < ENOUGH_SHARE) throw invalid('probe', 'INCOMPLETE_FILE');
  return false;
};
