import type { Box } from '../picture/boxes.ts';
import type { Frame, FrameShape } from '../picture/frame.ts';

/** A model's finding: a label, its confidence in percent, and its position if known. */
export type Finding = { name: string; confidence: number; box?: Box };

/** Examines a frame; the boxes are in its pixels. */
export type Look = (frame: Frame) => Promise<Finding[]>;

/** A network that examines pictures. */
export type Model = {
  /** As in `LabelModelVersion`. */
  name: string;
  /** The key by which a worker thread knows it: its name, or the folder of a user's own model. */
  key: string;
  frame: FrameShape;
  /** Throws if its files are missing or differ from the expected ones. */
  check: () => Promise<void>;
  /** Reads the weights, which takes up to a second: for a worker thread. */
  load: () => Promise<Look>;
};

/** A model that comes with the project; every label that it can find has a row in the taxonomy. */
export type BuiltInModel = Model & { labels: readonly string[] };
