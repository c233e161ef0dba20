import type { Box } from '../picture/boxes.ts';
import type { Frame, FrameShape } from '../picture/frame.ts';

/** What a model has seen: a label, how sure it is in percent, and where if it tells. */
export type Finding = { name: string; confidence: number; box?: Box };

/** Looks at a frame, in whose pixels the boxes are. */
export type Look = (frame: Frame) => Promise<Finding[]>;

/** A network that looks at pictures. */
export type Model = {
  /** As `LabelModelVersion` has it. */
  name: string;
  /** By which a worker thread knows it: its name, or the folder of a model that someone brought along. */
  key: string;
  frame: FrameShape;
  /** Throws when its files are missing or are not those that are expected. */
  check: () => Promise<void>;
  /** Reads the weights, which takes up to a second: for a worker thread. */
  load: () => Promise<Look>;
};
