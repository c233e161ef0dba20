import path from 'node:path/posix';
import { formatTrack } from '@video-service/shared/web-vtt';
import type { Tile } from '../media/making/plan-storyboard.ts';

/**
 * The track of a storyboard in the same folder: a cue for every tile, which names the picture and the part of it
 * as players read it, `picture.jpg#xywh=0,0,192,108`.
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
