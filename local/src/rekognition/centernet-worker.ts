import { loadCenterNet } from './centernet.ts';
import type { Frame } from './frame.ts';
import { findPeaks, type Detection, type FrameSize } from './heat-maps.ts';
import { dropRepeats } from './overlaps.ts';

const MIN_SCORE = 0.2;

const networks = new Map<string, ReturnType<typeof loadCenterNet>>();

/** Every object in the frame, surest first; runs in a worker thread, which keeps the networks it loads. */
export const detectObjects = async ({ rgb, width, height }: Frame): Promise<Detection[]> => {
  const run = await networkFor({ width, height });
  return dropRepeats(findPeaks(run(rgb), MIN_SCORE));
};

const networkFor = (size: FrameSize) => {
  const name = `${size.width}x${size.height}`;
  const network = networks.get(name) ?? loadCenterNet(size);
  networks.set(name, network);
  return network;
};
