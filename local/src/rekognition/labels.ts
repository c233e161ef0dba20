import type { Label } from '@video-service/shared/metadata';
import { COCO_LABELS } from './coco-labels.ts';
import type { Box, Detection } from './heat-maps.ts';
import { ancestorsOf, factsOf } from './taxonomy.ts';

/** What the caller wants: at most so many labels, none less sure than this (percent). */
export type LabelLimits = { maxLabels: number; minConfidence: number };

type Instance = Label['Instances'][number];

/**
 * The detections as Rekognition tells them: a label a kind of object with its instances, and a label for
 * everything it is a kind of. Surest first, then by name. The boxes come as ratios of the image.
 */
export const labelsFrom = (
  detections: Detection[],
  { maxLabels, minConfidence }: LabelLimits,
): Label[] => {
  const found = new Map<string, Instance[]>();
  for (const detection of detections) {
    const name = COCO_LABELS[detection.classIndex]?.[0];
    const instance = instanceOf(detection);
    if (name === undefined || instance.Confidence < minConfidence) continue;
    found.set(name, [...(found.get(name) ?? []), instance]);
  }
  return withAncestors(found)
    .toSorted((a, b) => b.Confidence - a.Confidence || (a.Name < b.Name ? -1 : 1))
    .slice(0, maxLabels);
};

/**
 * Percent for a score of the network: rising all the way, 50 at the score from which labels are mostly
 * right (docs/decisions/labels.md), so that the usual minimum of 50 keeps those.
 */
export const confidenceOf = (score: number): number =>
  round(100 / (1 + Math.exp((EVEN_SCORE - score) * STEEPNESS)), 2);

const EVEN_SCORE = 0.35;
const STEEPNESS = 9.5;

const instanceOf = ({ score, box }: Detection): Instance => ({
  BoundingBox: boundingBoxOf(box),
  Confidence: confidenceOf(score),
});

const boundingBoxOf = ({ left, top, right, bottom }: Box) => ({
  Width: round(right - left, 4),
  Height: round(bottom - top, 4),
  Left: round(left, 4),
  Top: round(top, 4),
});

// As sure of an ancestor as of the surest of its kinds.
const withAncestors = (found: Map<string, Instance[]>): Label[] => {
  const confidences = new Map<string, number>();
  for (const [name, instances] of found) {
    const confidence = Math.max(...instances.map(({ Confidence }) => Confidence));
    for (const each of [name, ...ancestorsOf(name)]) {
      confidences.set(each, Math.max(confidence, confidences.get(each) ?? 0));
    }
  }
  return Array.from(confidences, ([name, Confidence]) => ({
    ...factsOf(name),
    Confidence,
    Instances: found.get(name) ?? [],
  }));
};

// Few digits: another processor may round the network's sums otherwise.
const round = (value: number, digits: number) => Number(value.toFixed(digits));
