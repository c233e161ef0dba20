import { OPEN_IMAGES_LABELS } from '../names/open-images-labels.ts';
import { readTflite } from '../onnx/read-tflite.ts';
import { floatsOf, openSession } from '../onnx/session.ts';
import { outputName, PICTURE, tfliteToOnnx } from '../onnx/tflite-to-onnx.ts';
import { boxFrom, ssdAnchors } from './anchors.ts';
import { logistic } from './confidence.ts';
import type { Finding, Model } from './model.ts';
import { readWeights, type WeightFile } from './weights.ts';

const SIDE = 300;
const MIN_SCORE = 0.2;

const ASSETS: WeightFile = {
  package: '@mediapipe/objectron',
  path: 'objectron_solution_packed_assets.data',
  sha256: '470986ca5df183f41698da6de74b027d838fe289d77b5ab094497d350bee664e',
};
// After the names of its classes, 184 bytes, the file is the network.
const NETWORK_START = 184;

const confidenceOf = logistic({ even: 0.45, steepness: 9.5 });

/** SSD MobileNetV2: finds objects of 23 classes of Open Images, with boxes, also cars from above. */
export const openImages: Model = {
  name: 'ssd-open-images',
  key: 'ssd-open-images',
  frame: { sizes: [{ width: SIDE, height: SIDE }], fit: 'stretch' },
  check: async () => {
    await readWeights(ASSETS);
  },
  load: async () => {
    const network = readTflite((await readWeights(ASSETS)).subarray(NETWORK_START));
    const { run } = await openSession(tfliteToOnnx(network));
    const anchors = ssdAnchors();
    return async ({ rgb }) => {
      const data = Float32Array.from(rgb, (value) => value / 127.5 - 1);
      const outputs = await run({
        [PICTURE]: { type: 'float32', shape: [1, SIDE, SIDE, 3], data },
      });
      const [boxes, scores] = [0, 1].map((index) => floatsOf(outputs, outputName(index)));
      return anchors.flatMap((anchor, index) => {
        const reach = boxes?.subarray(4 * index, 4 * index + 4) ?? new Float32Array();
        return findingsAt(scores ?? new Float32Array(), index).map((finding) => ({
          ...finding,
          box: inPixels(boxFrom(anchor, reach)),
        }));
      });
    };
  },
};

const findingsAt = (logits: Float32Array, anchor: number): Finding[] =>
  OPEN_IMAGES_LABELS.flatMap((name, index) => {
    const score =
      1 / (1 + Math.exp(-(logits[anchor * OPEN_IMAGES_LABELS.length + index] ?? -Infinity)));
    return name === undefined || score < MIN_SCORE
      ? []
      : [{ name, confidence: confidenceOf(score) }];
  });

const inPixels = ({ left, top, right, bottom }: ReturnType<typeof boxFrom>) => ({
  left: left * SIDE,
  top: top * SIDE,
  right: right * SIDE,
  bottom: bottom * SIDE,
});
