import { straight } from '../models/confidence.ts';
import type { Finding } from '../models/model.ts';
import type { Outputs } from '../onnx/runtime/session.ts';
import { floatsOf, numbersOf } from '../onnx/runtime/session.ts';
import type { Box } from '../picture/boxes.ts';
import type { Manifest, OwnModel } from './manifest.ts';
import { OwnModelError } from './own-model-error.ts';

// Callers may request labels below the threshold, down to this confidence.
const LEAST_CONFIDENCE = 20;
const MOST_FINDINGS = 300;

/** The findings in the model's outputs, by confidence, with boxes in pixels of the frame. */
export const findingsIn = (outputs: Outputs, own: OwnModel): Finding[] => {
  const { manifest } = own;
  const found =
    manifest.kind === 'classifier' ? seen(outputs, own) : detected(outputs, { ...own, manifest });
  return found
    .map(({ score, ...rest }) => ({ ...rest, confidence: straight(score, manifest.threshold) }))
    .filter(({ name, confidence }) => name !== '' && confidence >= LEAST_CONFIDENCE)
    .toSorted((a, b) => b.confidence - a.confidence)
    .slice(0, MOST_FINDINGS);
};

type Scored = Omit<Finding, 'confidence'> & { score: number };
type Detector = OwnModel & { manifest: Extract<Manifest, { kind: 'detector' }> };

const seen = (outputs: Outputs, { manifest, labels }: OwnModel): Scored[] => {
  const scores = floatsOf(outputs, manifest.outputs.scores);
  if (scores.length !== labels.length) throw mismatch(manifest, scores.length, labels.length);
  const active = activate(scores, manifest);
  return labels.map((name, index) => ({ name, score: probability(active[index]) }));
};

const detected = (outputs: Outputs, own: Detector): Scored[] => {
  const { manifest, labels } = own;
  const boxes = floatsOf(outputs, manifest.outputs.boxes);
  const scores = floatsOf(outputs, manifest.outputs.scores);
  const count = boxes.length / 4;
  const classes = manifest.outputs.classes && numbersOf(outputs, manifest.outputs.classes);
  if (
    scores.length !== (classes ? count : count * labels.length) ||
    (classes && classes.length !== count)
  )
    throw mismatch(manifest, scores.length, classes ? count : count * labels.length);
  return Array.from({ length: count }, (_, index) => {
    const box = boxOf(boxes.subarray(4 * index, 4 * index + 4), manifest);
    if (classes) {
      const [score] = activate(scores.subarray(index, index + 1), manifest);
      return [{ name: labels[classes[index] ?? -1] ?? '', score: probability(score), box }];
    }
    const own = activate(
      scores.subarray(index * labels.length, (index + 1) * labels.length),
      manifest,
    );
    return labels.map((name, label) => ({ name, score: probability(own[label]), box }));
  }).flat();
};

const activate = (scores: Float32Array, { activation }: Manifest): Float32Array => {
  if (activation === 'none') return scores;
  if (activation === 'sigmoid') return scores.map((score) => 1 / (1 + Math.exp(-score)));
  const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
};

// A model may return NaN.
const probability = (score = 0) => (Number.isNaN(score) ? 0 : Math.min(1, Math.max(0, score)));

const boxOf = (
  [a = 0, b = 0, c = 0, d = 0]: Float32Array,
  { boxes, input }: Detector['manifest'],
): Box => {
  const [across, down] = boxes.unit === 'ratios' ? [input.width, input.height] : [1, 1];
  const edges = {
    xyxy: { left: a, top: b, right: c, bottom: d },
    yxyx: { left: b, top: a, right: d, bottom: c },
    cxcywh: { left: a - c / 2, top: b - d / 2, right: a + c / 2, bottom: b + d / 2 },
  }[boxes.order];
  return {
    left: edges.left * across,
    top: edges.top * down,
    right: edges.right * across,
    bottom: edges.bottom * down,
  };
};

const mismatch = ({ file, labels, outputs }: Manifest, scores: number, wanted: number) =>
  new OwnModelError(
    `${file} gives ${scores} scores in ${outputs.scores}, but ${wanted} would fit the lines of ${labels}`,
  );
