import { graphModelToOnnx, outputNamed, PICTURE } from '../onnx/graph-model-to-onnx.ts';
import { readGraphModel } from '../onnx/read-graph-model.ts';
import { floatsOf, openSession } from '../onnx/runtime/session.ts';
import { COCO_LABELS } from '../names/coco-labels.ts';
import { logistic } from './confidence.ts';
import { CELL_PIXELS, findPeaks } from './heat-maps.ts';
import type { Finding, BuiltInModel } from './model.ts';
import { checkWeights, readWeights, type WeightFile } from './weights.ts';

const CLASSES = COCO_LABELS.length;
const MIN_SCORE = 0.2;
const SCORES = 'tower_0/keypoints';
const REACHES = 'tower_0/wh';

const NETWORK: WeightFile = {
  package: '@vladmandic/human',
  path: '../models/centernet.json',
  sha256: 'bfb942eaacc5becf738d536663bc4580a0ae9e560722306e6d4dd7fe4a09de05',
};
const WEIGHTS: WeightFile = {
  package: '@vladmandic/human',
  path: '../models/centernet.bin',
  sha256: '1b635a15009071f506f9f2b3519b31c072c534888989f30d269ffd44734ef7ef',
};

// The drawn sample keeps its labels up to here; a lower score costs precision (docs/decisions/labels.md).
const confidenceOf = logistic({ even: 0.39, steepness: 9.5 });

/** MB3-CenterNet: finds objects of COCO's 80 classes, with boxes. */
export const centerNet: BuiltInModel = {
  name: 'mb3-centernet',
  key: 'mb3-centernet',
  labels: COCO_LABELS.map(([name]) => name),
  frame: {
    // The network needs sides that are multiples of 32; the areas are similar.
    sizes: [
      { width: 640, height: 384 },
      { width: 512, height: 512 },
      { width: 384, height: 640 },
    ],
    fit: 'bars',
  },
  check: async () => {
    await Promise.all([checkWeights(NETWORK), checkWeights(WEIGHTS)]);
  },
  load: async () => {
    const [network, weights] = await Promise.all([readWeights(NETWORK), readWeights(WEIGHTS)]);
    const onnx = graphModelToOnnx(readGraphModel(network, weights), {
      [SCORES]: CLASSES,
      [REACHES]: 4,
    });
    const { run } = await openSession(onnx);
    return async ({ rgb, width, height }) => {
      const outputs = await run({
        [PICTURE]: { type: 'uint8', shape: [1, height, width, 3], data: rgb },
      });
      const maps = {
        columns: width / CELL_PIXELS,
        rows: height / CELL_PIXELS,
        classes: CLASSES,
        scores: floatsOf(outputs, outputNamed(SCORES)),
        reaches: floatsOf(outputs, outputNamed(REACHES)),
      };
      return findPeaks(maps, MIN_SCORE).map(({ classIndex, score, box }): Finding => {
        return { name: COCO_LABELS[classIndex]?.[0] ?? '', confidence: confidenceOf(score), box };
      });
    };
  },
};
