import type { Day } from '../list/days.ts';
import type { Video } from '../list/listing.ts';

/** The sizes of the grid's parts in pixels; all rows have the same height. */
export type Sizes = { columns: number; rowHeight: number; headHeight: number };

/** The position of a day in the grid. */
export type DayBox = Day & { top: number; height: number };

/** The rendered rows of a day; `before` and `after` are the heights of the skipped rows. */
export type DrawnDay = {
  day: string;
  videos: Video[];
  first: number;
  before: number;
  after: number;
};

/** The rendered part of the grid, and the heights of the rest. */
export type Drawn = { days: DrawnDay[]; before: number; after: number };

/** The position of each day. */
export const layOut = (days: Day[], { columns, rowHeight, headHeight }: Sizes): DayBox[] => {
  let top = 0;
  return days.map((day) => {
    const height = headHeight + Math.ceil(day.videos.length / columns) * rowHeight;
    top += height;
    return { ...day, top: top - height, height };
  });
};

/** The part of the grid between two heights: whole rows, below the headings of their days. */
export const drawBetween = (boxes: DayBox[], from: number, to: number, sizes: Sizes): Drawn => {
  const start = firstBelow(boxes, from);
  const drawn = boxes.slice(start, Math.max(start, firstFrom(boxes, to)));
  const last = drawn.at(-1);
  const height = bottomOf(boxes.at(-1));
  return {
    days: drawn.map((box) => drawDay(box, from, to, sizes)),
    before: drawn[0]?.top ?? (start === 0 ? 0 : height),
    after: last ? height - bottomOf(last) : start === 0 ? height : 0,
  };
};

/** The offset of a video's row; undefined if it is not in the grid. */
export const topOf = (boxes: DayBox[], id: string, sizes: Sizes): number | undefined => {
  for (const { top, videos } of boxes) {
    const index = videos.findIndex((video) => video.id === id);
    if (index >= 0)
      return top + sizes.headHeight + Math.floor(index / sizes.columns) * sizes.rowHeight;
  }
  return undefined;
};

/** The first video of the row at a height, and the row's top. */
export const rowAt = (
  boxes: DayBox[],
  height: number,
  { columns, rowHeight, headHeight }: Sizes,
): { video: Video; top: number } | undefined => {
  const box = boxes[firstBelow(boxes, height)];
  if (!box) return undefined;
  const below = box.top + headHeight;
  const row = Math.max(0, Math.floor((height - below) / rowHeight));
  const video = box.videos[row * columns];
  return video && { video, top: below + row * rowHeight };
};

const drawDay = (box: DayBox, from: number, to: number, sizes: Sizes): DrawnDay => {
  const { columns, rowHeight } = sizes;
  const top = box.top + sizes.headHeight;
  const rows = Math.ceil(box.videos.length / columns);
  const within = (row: number) => Math.min(rows, Math.max(0, row));
  const firstRow = within(Math.floor((from - top) / rowHeight));
  const lastRow = within(Math.ceil((to - top) / rowHeight));
  return {
    day: box.day,
    videos: box.videos.slice(firstRow * columns, lastRow * columns),
    first: firstRow * columns,
    before: firstRow * rowHeight,
    after: (rows - Math.max(firstRow, lastRow)) * rowHeight,
  };
};

const bottomOf = (box: DayBox | undefined) => (box ? box.top + box.height : 0);

// The first day that ends below a height.
const firstBelow = (boxes: DayBox[], height: number) =>
  search(boxes, (box) => bottomOf(box) > height);

// The first day that begins at or below a height.
const firstFrom = (boxes: DayBox[], height: number) => search(boxes, ({ top }) => top >= height);

const search = (boxes: DayBox[], holds: (box: DayBox) => boolean) => {
  let low = 0;
  let high = boxes.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const box = boxes[middle];
    if (box && holds(box)) high = middle;
    else low = middle + 1;
  }
  return low;
};
