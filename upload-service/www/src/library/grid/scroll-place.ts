import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type DayBox, rowAt, type Sizes, topOf } from './layout.ts';

/** What of the grid is in sight, in pixels from its top. */
export type Sight = { top: number; height: number };

// The grid is drawn anew only when it has moved so far.
const STEP_PX = 160;

/** A video and how far below the window's top its row is. */
type Anchor = { id: string; offset: number };

let left: { list: string; anchor: Anchor | undefined } | undefined;
let opened: string | undefined;

/** Notes which video is looked at: the list shows it, and gives it the focus, when it is shown again. */
export const noteOpened = (id: string): void => void (opened = id);

type Grid = { list: string; boxes: DayBox[]; sizes: Sizes };

/**
 * Follows what is in sight. Videos that come and go above it move nothing, and a list that is shown again is where
 * it was left.
 */
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

// Above the grid, nothing has to be held.
const anchorAt = (top: number, { boxes, sizes }: Omit<Grid, 'list'>): Anchor | undefined => {
  const row = top > 0 ? rowAt(boxes, top, sizes) : undefined;
  return row && { id: row.video.id, offset: row.top - top };
};

// Gives the focus to the video that was looked at, once, when its tile is drawn.
const useOpened = (ref: RefObject<HTMLElement>, { boxes, sizes }: Grid) => {
  useEffect(() => {
    const id = opened;
    if (id === undefined || !ref.current) return;
    const at = topOf(boxes, id, sizes);
    if (at === undefined) {
      // It is not in this list, or far down; nobody waits for it.
      if (boxes.length > 0) opened = undefined;
      return;
    }
    const below = topIn(ref.current) + at;
    // The next or the previous video may be far from the one that was opened first.
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
