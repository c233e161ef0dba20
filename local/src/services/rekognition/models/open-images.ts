import { OPEN_IMAGES_LABELS } from '../names/open-images-labels.ts';
import { readTflite } from '../onnx/read-tflite.ts';
import { floatsOf, openSession } from '../onnx/runtime/session.ts';
import { outputName, PICTURE, tfliteToOnnx } from '../onnx/tflite-to-onnx.ts';
import { boxFrom, ssdAnchors } from './anchors.ts';
import { logistic } from './confidence.ts';
import type { Finding, BuiltInModel } from './model.ts';
import { checkWeights, readWeights, type WeightFile } from './weights.ts';

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

/** SSD MobileNetV2: finds objects of 23 classes of Open Images, with boxes, including cars from above. */
export const openImages: BuiltInModel = {
  name: 'ssd-open-images',
  key: 'ssd-open-images',
  labels: OPEN_IMAGES_LABELS.filter((name) => name !== undefined),
  frame: { sizes: [{ width: SIDE, height: SIDE }], fit: 'stretch' },
  check: () => checkWeights(ASSETS),
  load: async () => {
    const network = readTflite((await readWeights(ASSETS)).subarray(NETWORK_START));
    const { run } = await openSession(tfliteToOnnx(network));
    const anchors = ssdAnchors();
    return async ({ rgb }) => {
      const outputs = await run({
        [PICTURE]: { type: 'float32', shape: [1, SIDE, SIDE, 3], data: centred(rgb) },
      });
      const boxes = floatsOf(outputs, outputName(0));
      const logits = floatsOf(outputs, outputName(1));
      const findings: Finding[] = [];
      for (const [index, anchor] of anchors.entries()) {
        const seen = seenAt(logits, index);
        if (seen.length === 0) continue;
        const box = inPixels(boxFrom(anchor, boxes.subarray(4 * index, 4 * index + 4)));
        findings.push(...seen.map((finding) => ({ ...finding, box })));
      }
      return findings;
    };
  },
};

// Plain loops, here and below: a picture has 270,000 values and 44,000 scores.
const centred = (rgb: Uint8Array) => {
  const values = new Float32Array(rgb.length);
  for (let index = 0; index < rgb.length; index += 1) values[index] = (rgb[index] ?? 0) / 127.5 - 1;
  return values;
};

const seenAt = (logits: Float32Array, anchor: number): Finding[] => {
  const seen: Finding[] = [];
  for (const [index, name] of OPEN_IMAGES_LABELS.entries()) {
    const logit = logits[anchor * OPEN_IMAGES_LABELS.length + index] ?? -Infinity;
    const score = 1 / (1 + Math.exp(-logit));
    if (name !== undefined && score >= MIN_SCORE)
      seen.push({ name, confidence: confidenceOf(score) });
  }
  return seen;
};

const inPixels = ({ left, top, right, bottom }: ReturnType<typeof boxFrom>) => ({
  left: left * SIDE,
  top: top * SIDE,
  right: right * SIDE,
  bottom: bottom * SIDE,
});
