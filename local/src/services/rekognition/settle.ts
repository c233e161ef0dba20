import { BUILT_IN_MODELS } from './models/built-in.ts';
import type { Finding } from './models/model.ts';
import { isKindOf } from './names/taxonomy.ts';
import { isAtPlaceOf } from './picture/boxes.ts';

// From above, a car in its lane looks to COCO's detector like a device with a screen on a desk, or a parking meter.
const LIKE_A_CAR_FROM_ABOVE = ['Electronics', 'Mobile Phone', 'Mouse', 'Remote Control'];
const ENOUGH_FOR_DOUBT = 40;

// Each built-in model knows these, so one of them alone is mostly wrong (docs/decisions/labels.md).
const KNOWN_TO_ALL = ['Animal', 'Electronics', 'Vehicle'];
const ENOUGH_FOR_A_WITNESS = 20;
const BELIEVED_ALONE = 80;

/** The findings of each model, without those that the other models contradict. */
export const settle = (byModel: Finding[][]): Finding[][] => {
  const found = withoutMistakenVehicles(byModel);
  return found.length < BUILT_IN_MODELS.length ? found : withoutLoneClaims(found);
};

// Another model that sees a vehicle is right, however confident this one is of its phone: it has seen the vehicle, too.
const withoutMistakenVehicles = (byModel: Finding[][]) =>
  byModel.map((findings, model) => {
    const vehicles = ofOthers(byModel, model).filter(({ name }) => isKindOf(name, 'Vehicle'));
    return findings.map((finding) =>
      isMistaken(finding, vehicles)
        ? { ...finding, name: 'Vehicle', confidence: ENOUGH_FOR_A_WITNESS }
        : finding,
    );
  });

// Parking meters stand among cars: they are doubted only where the car itself is.
const isMistaken = (finding: Finding, vehicles: Finding[]) => {
  if (LIKE_A_CAR_FROM_ABOVE.includes(finding.name))
    return vehicles.some(({ confidence }) => confidence >= ENOUGH_FOR_DOUBT);
  if (finding.name !== 'Parking Meter') return false;
  return vehicles.some((vehicle) => isWitness(vehicle) && isAtPlaceOf(vehicle, finding));
};

// The rock that one model takes for a sheep is no animal at all to the others.
const withoutLoneClaims = (byModel: Finding[][]) =>
  byModel.map((findings, model) => {
    const witnesses = ofOthers(byModel, model).filter(isWitness);
    const unseen = KNOWN_TO_ALL.filter(
      (kind) => !witnesses.some(({ name }) => isKindOf(name, kind)),
    );
    return findings.filter(
      ({ name, confidence }) =>
        confidence >= BELIEVED_ALONE || !unseen.some((kind) => isKindOf(name, kind)),
    );
  });

const ofOthers = (byModel: Finding[][], model: number) =>
  byModel.filter((_, other) => other !== model).flat();

const isWitness = ({ confidence }: Finding) => confidence >= ENOUGH_FOR_A_WITNESS;
