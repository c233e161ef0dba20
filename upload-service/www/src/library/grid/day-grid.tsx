import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { nameDay, todayHere } from '../list/days.ts';
import { days, isComplete, loading, loadMore, setSight, listError } from '../list/library.ts';
import { selection } from '../selection/selection.ts';
import { useSizes } from './grid-sizes.ts';
import { drawBetween, type DrawnDay, layOut, rowAt } from './layout.ts';
import { useScrollPlace } from './scroll-place.ts';
import { VideoTile } from './video-tile.tsx';
import './day-grid.css';

/** The videos of a list by day. Only those near the window are rendered, however many there are. */
export const DayGrid = ({ list }: { list: string }) => {
  const grid = useRef<HTMLDivElement>(null);
  const sizes = useSizes(grid);
  const boxes = useMemo(() => layOut(days.value, sizes), [days.value, sizes]);
  const { top, height } = useScrollPlace(grid, { list, boxes, sizes });
  const drawn = drawBetween(boxes, top - height, top + 2 * height, sizes);

  useLayoutEffect(() => {
    const first = rowAt(boxes, top, sizes)?.video;
    const last = rowAt(boxes, top + height, sizes)?.video ?? days.value.at(-1)?.videos.at(-1);
    setSight(first && last && { first: first.position, last: last.position });
  }, [boxes, sizes, top, height]);

  const lastBox = boxes.at(-1);
  const isNearEnd = top + 3 * height > (lastBox ? lastBox.top + lastBox.height : 0);
  useEffect(() => {
    if (isNearEnd && !isComplete.value && !loading.value && !listError.value) void loadMore();
  });
  return (
    <div
      class={`day-grid ${selection.value.length > 0 ? 'selecting' : ''}`}
      ref={grid}
      aria-busy={loading.value}
      style={{ paddingTop: `${drawn.before}px`, paddingBottom: `${drawn.after}px` }}
    >
      {drawn.days.map((day) => (
        <DaySection key={day.day} {...day} />
      ))}
    </div>
  );
};

const DaySection = ({ day, videos, before, after }: DrawnDay) => (
  <section class="day" aria-labelledby={`day-${day}`}>
    <h3 class="day-head" id={`day-${day}`}>
      <time dateTime={day}>{nameDay(day, todayHere())}</time>
    </h3>
    <ul class="day-videos" style={{ paddingTop: `${before}px`, paddingBottom: `${after}px` }}>
      {videos.map((video) => (
        <VideoTile key={video.id} video={video} />
      ))}
    </ul>
  </section>
);
