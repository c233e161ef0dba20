import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { Sizes } from './layout.ts';

// The previous grid's sizes are a good first guess.
let known: Sizes = { columns: 4, rowHeight: 280, headHeight: 56 };

/** Measures the grid: the style sets the number of columns, and the first tile the height of a row. */
export const useSizes = (grid: RefObject<HTMLElement>): Sizes => {
  const [sizes, setSizes] = useState(known);
  const look = () => {
    known = measure(grid.current, known);
    setSizes(known);
  };
  useLayoutEffect(look);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(look);
    if (grid.current) observer.observe(grid.current);
    return () => observer.disconnect();
  }, []);
  return sizes;
};

const measure = (grid: HTMLElement | null, before: Sizes): Sizes => {
  const row = grid?.querySelector('.day-videos');
  const tile = row?.firstElementChild;
  const head = grid?.querySelector('.day-head');
  if (!row || !tile || !head) return before;
  const { gridTemplateColumns, rowGap } = getComputedStyle(row);
  const sizes = {
    columns: gridTemplateColumns.split(' ').length,
    rowHeight: tile.getBoundingClientRect().height + Number.parseFloat(rowGap),
    headHeight: head.getBoundingClientRect().height,
  };
  return isSame(sizes, before) ? before : sizes;
};

const isSame = (one: Sizes, other: Sizes) =>
  one.columns === other.columns &&
  Math.abs(one.rowHeight - other.rowHeight) < 0.1 &&
  Math.abs(one.headHeight - other.headHeight) < 0.1;
