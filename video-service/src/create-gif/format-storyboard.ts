import path from 'node:path/posix';
import { formatTrack } from '@video-service/shared/web-vtt';
import type { Tile } from '../media/making/plan-storyboard.ts';

/**
 * A storyboard's track in the same folder: a cue per tile, which identifies the part of the picture in the players'
 * format, `picture.jpg#xywh=0,0,192,108`.
 */
export const formatStoryboard = (pictureKey: string, tiles: Tile[]): string => {
  const picture = encodeURIComponent(path.basename(pictureKey));
  return formatTrack(
    tiles.map(({ start, end, left, top, width, height }) => ({
      start,
      end,
      text: `${picture}#xywh=${left},${top},${width},${height}`,
    })),
  );
};
