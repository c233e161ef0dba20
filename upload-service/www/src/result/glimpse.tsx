import type { Tile } from './storyboard.ts';
import { formatTime } from '../design/format.ts';
import './glimpse.css';

type GlimpseProps = {
  time: number;
  part: number;
  tile: Tile | undefined;
  chapter: string | undefined;
};

/** What the video shows at the second under the pointer. */
export const Glimpse = ({ time, part, tile, chapter }: GlimpseProps) => (
  <span class="glimpse" style={{ left: `${part * 100}%`, '--part': part }}>
    {tile ? (
      <span
        class="glimpse-picture"
        style={{
          width: `${tile.width}px`,
          height: `${tile.height}px`,
          backgroundImage: `url("${tile.url}")`,
          backgroundPosition: `-${tile.left}px -${tile.top}px`,
        }}
      />
    ) : null}
    <span class="glimpse-text">
      {formatTime(time)}
      {chapter ? ` · ${chapter}` : ''}
    </span>
  </span>
);
