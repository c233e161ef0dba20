import type { Label } from '@video-service/shared/metadata';
import type { Finding } from './models/model.ts';
import { ancestorsOf, factsOf } from './names/taxonomy.ts';
import type { Box } from './picture/boxes.ts';

/** The caller's limits: the maximum number of labels, and their minimum confidence (percent). */
export type LabelLimits = { maxLabels: number; minConfidence: number };

type Instance = Label['Instances'][number];

/**
 * The findings as Rekognition's labels: one per name, with an instance for each box, and one for each of its ancestors.
 * By confidence, then by name. Boxes are ratios of the image.
 */
export const labelsFrom = (
  findings: Finding[],
  { maxLabels, minConfidence }: LabelLimits,
): Label[] => {
  const rounded = findings
    .map((finding) => ({ ...finding, confidence: round(finding.confidence, 2) }))
    .filter(({ confidence }) => confidence >= minConfidence);
  return Array.from(confidences(rounded), ([name, Confidence]) => ({
    ...factsOf(name),
    Confidence,
    Instances: instancesOf(name, rounded),
  }))
    .toSorted((a, b) => b.Confidence - a.Confidence || (a.Name < b.Name ? -1 : 1))
    .slice(0, maxLabels);
};

// A name has the confidence of its best finding, and an ancestor that of the best of its kinds.
const confidences = (findings: Finding[]) => {
  const byName = new Map<string, number>();
  for (const { name, confidence } of findings) {
    for (const each of [name, ...ancestorsOf(name)])
      byName.set(each, Math.max(confidence, byName.get(each) ?? 0));
  }
  return byName;
};

const instancesOf = (name: string, findings: Finding[]): Instance[] =>
  findings.flatMap((finding) => {
    if (finding.name !== name || !finding.box) return [];
    return [{ BoundingBox: boundingBoxOf(finding.box), Confidence: finding.confidence }];
  });

const boundingBoxOf = ({ left, top, right, bottom }: Box) => ({
  Width: round(right - left, 4),
  Height: round(bottom - top, 4),
  Left: round(left, 4),
  Top: round(top, 4),
});

// Few digits, because another processor may round the network's sums differently.
const round = (value: number, digits: number) => Number(value.toFixed(digits));
