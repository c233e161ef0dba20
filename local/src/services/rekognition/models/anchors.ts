import type { Box } from '../picture/boxes.ts';

/** A box that a single shot detector starts from, as ratios of the frame. */
export type Anchor = { x: number; y: number; width: number; height: number };

// Cells per side of each map, from fine to coarse, for a frame of 300x300 pixels.
const MAPS = [19, 10, 5, 3, 2, 1];
const LEAST_SCALE = 0.2;
const MOST_SCALE = 0.95;

/** In the order of the detector's outputs: https://arxiv.org/abs/1512.02325, section 2.2. */
export const ssdAnchors = (): Anchor[] => MAPS.flatMap(anchorsOfMap);

const anchorsOfMap = (cells: number, map: number): Anchor[] => {
  const shapes = map === 0 ? firstShapes() : shapesOf(map);
  const places = Array.from({ length: cells * cells }, (_, cell) => ({
    x: ((cell % cells) + 0.5) / cells,
    y: (Math.floor(cell / cells) + 0.5) / cells,
  }));
  return places.flatMap((place) => shapes.map((shape) => ({ ...place, ...shape })));
};

const scaleOf = (map: number) =>
  map < MAPS.length ? LEAST_SCALE + ((MOST_SCALE - LEAST_SCALE) * map) / (MAPS.length - 1) : 1;

const firstShapes = () => [shape(0.1, 1), shape(scaleOf(0), 2), shape(scaleOf(0), 1 / 2)];

const shapesOf = (map: number) => [
  ...[1, 2, 1 / 2, 3, 1 / 3].map((ratio) => shape(scaleOf(map), ratio)),
  shape(Math.sqrt(scaleOf(map) * scaleOf(map + 1)), 1),
];

const shape = (scale: number, ratio: number) => ({
  width: scale * Math.sqrt(ratio),
  height: scale / Math.sqrt(ratio),
});

// The scale of the outputs.
const MOVE = 10;
const STRETCH = 5;

/** The detector's box for an anchor, moved and stretched by the outputs. */
export const boxFrom = (anchor: Anchor, [dy = 0, dx = 0, dh = 0, dw = 0]: Float32Array): Box => {
  const x = anchor.x + (dx / MOVE) * anchor.width;
  const y = anchor.y + (dy / MOVE) * anchor.height;
  const width = anchor.width * Math.exp(dw / STRETCH);
  const height = anchor.height * Math.exp(dh / STRETCH);
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
};
