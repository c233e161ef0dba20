import { invalid } from '../media-errors.ts';
import type { Place } from '../index/boxes.ts';
import type { RangeSource } from '../source/range-source.ts';

// Less than this share of video and audio shows too little.
const ENOUGH_SHARE = 0.5;

/**
 * Whether an MP4's boxes are all there. Throws InvalidInput if the file was truncated so early that little is left, and
 * if it is a still image, which has the same boxes but no movie.
 */
export const checkWhole = ({ size }: RangeSource, top: Place[]): boolean => {
  const types = new Set(top.map(({ type }) => type));
  // https://nokiatech.github.io/heif/technical.html
  if (types.has('ftyp') && types.has('meta') && !types.has('moov') && !types.has('moof'))
    throw invalid('probe', 'STILL_IMAGE');
  const cut = top.find(({ end }) => end > size);
  // Of a movie in fragments, only the last one is cut off.
  if (cut?.type !== 'mdat' || !types.has('moov') || types.has('moof')) return cut === undefined;
  const share = (size - cut.bodyStart) / (cut.end - cut.bodyStart);
  if (share < ENOUGH_SHARE) throw invalid('probe', 'INCOMPLETE_FILE');
  return false;
};
