import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type DayBox, rowAt, type Sizes, topOf } from './layout.ts';

/** The visible part of the grid, in pixels from its top. */
export type Sight = { top: number; height: number };

// The grid is rendered again only after scrolling this far.
const STEP_PX = 160;

/** A video, and the distance of its row from the top of the window. */
type Anchor = { id: string; offset: number };

let left: { list: string; anchor: Anchor | undefined } | undefined;
let opened: string | undefined;

/** Remembers the opened video: the list scrolls to it and focuses it when it is shown again. */
export const noteOpened = (id: string): void => void (opened = id);

type Grid = { list: string; boxes: DayBox[]; sizes: Sizes };

/** Tracks the visible part. Videos added or removed above do not move it, and a restored list keeps its position. */
export const useScrollPlace = (
  ref: RefObject<HTMLElement>,
  { list, boxes, sizes }: Grid,
): Sight => {
  const [sight, setSight] = useState<Sight>({ top: 0, height: innerHeight });
  const anchor = useRef(left?.list === list ? left.anchor : undefined);
  const grid = useRef({ boxes, sizes });
  grid.current = { boxes, sizes };

  useLayoutEffect(() => {
    const to = anchor.current && topOf(boxes, anchor.current.id, sizes);
    if (to === undefined || !anchor.current || !ref.current) return;
    const by = topIn(ref.current) + to - anchor.current.offset;
    if (Math.abs(by) >= 1) scrollBy({ top: by, behavior: 'instant' });
  }, [boxes, sizes]);

  useEffect(() => {
    const look = () => {
      if (!ref.current) return;
      const top = -topIn(ref.current);
      anchor.current = anchorAt(top, grid.current);
      const step = Math.round(top / STEP_PX) * STEP_PX;
      setSight((before) =>
        before.top === step && before.height === innerHeight
          ? before
          : { top: step, height: innerHeight },
      );
    };
    look();
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    return () => {
      removeEventListener('scroll', look);
      removeEventListener('resize', look);
      left = { list, anchor: anchor.current };
    };
  }, [list]);

  useOpened(ref, { list, boxes, sizes });
  return sight;
};

const topIn = (element: HTMLElement) => element.getBoundingClientRect().top;

// Above the grid there is nothing to keep in place.
const anchorAt = (top: number, { boxes, sizes }: Omit<Grid, 'list'>): Anchor | undefined => {
  const row = top > 0 ? rowAt(boxes, top, sizes) : undefined;
  return row && { id: row.video.id, offset: row.top - top };
};

// Focuses the video that was open, once, when its tile is rendered.
const useOpened = (ref: RefObject<HTMLElement>, { boxes, sizes }: Grid) => {
  useEffect(() => {
    const id = opened;
    if (id === undefined || !ref.current) return;
    const at = topOf(boxes, id, sizes);
    if (at === undefined) {
      // It is not in this list, or far down: do not wait for it.
      if (boxes.length > 0) opened = undefined;
      return;
    }
    const below = topIn(ref.current) + at;
    // Going to the next or previous video can lead far from the one opened first.
    if (below < 0 || below + sizes.rowHeight > innerHeight)
      scrollBy({ top: below - innerHeight / 3, behavior: 'instant' });
    const frame = requestAnimationFrame(() => {
      const tile = ref.current?.querySelector<HTMLElement>(`[data-video="${id}"] a`);
      if (!tile) return;
      opened = undefined;
      tile.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  });
};
