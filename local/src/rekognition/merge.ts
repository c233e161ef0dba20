import type { Finding } from './models/model.ts';
import { isKindOf } from './names/taxonomy.ts';
import { overlapOf } from './picture/boxes.ts';

const SAME_PLACE = 0.5;

// From above, a car in its lane looks to COCO's detector like a thing with a screen on a desk.
const MISTAKEN_FOR_VEHICLES = ['Mobile Phone', 'Remote Control', 'Mouse'];
const ENOUGH_FOR_DOUBT = 40;

/**
 * What several models found as one list, surest first. Of two boxes at one place the surer stays, whatever they see
 * there: objects that cover each other (a rider, a horse) seldom share half of their boxes.
 */
export const mergeFindings = (byModel: Finding[][]): Finding[] => {
  const found = withoutMistakenVehicles(byModel).toSorted((a, b) => b.confidence - a.confidence);
  const kept: Finding[] = [];
  for (const finding of found)
    if (!kept.some((surer) => isAtPlaceOf(finding, surer))) kept.push(finding);
  return kept;
};

const isAtPlaceOf = ({ box }: Finding, { box: other }: Finding) =>
  box !== undefined && other !== undefined && overlapOf(box, other) > SAME_PLACE;

// Another model that sees a vehicle in the picture is right, however sure the detector is of its phone.
const withoutMistakenVehicles = (byModel: Finding[][]) => {
  const seesVehicle = byModel.map((findings) => findings.some(isVehicle));
  return byModel.flatMap((findings, model) => {
    const othersSeeVehicle = seesVehicle.some((sees, other) => sees && other !== model);
    if (!othersSeeVehicle) return findings;
    return findings.filter(({ name }) => !MISTAKEN_FOR_VEHICLES.includes(name));
  });
};

const isVehicle = ({ name, confidence }: Finding) =>
  confidence >= ENOUGH_FOR_DOUBT && isKindOf(name, 'Vehicle');
