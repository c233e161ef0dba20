import { leaveUnlabelled, type LeaveUnlabelledPorts } from '../steps/leave-unlabelled.ts';
import { getLabels, type GetLabelsPorts } from './get-labels.ts';
import type { CaptureObject } from './label-late.ts';
import { Unlabelled } from './unlabelled.ts';

// What only a person can mend is not waited for, though it is tried on until the queue gives up.
const PATIENT_TRIES = 3;

/**
 * Labels a capture. When that fails for good or for the last time, its session waits for it no longer; should a
 * later try or a redrive succeed all the same, the labels are published as a revision.
 */
export const tryLabels = async (
  capture: CaptureObject,
  { tries, maxTries }: { tries: number; maxTries: number },
  ports: GetLabelsPorts & LeaveUnlabelledPorts,
) => {
  try {
    return await getLabels(capture, ports);
  } catch (error) {
    const isLasting = error instanceof Unlabelled && !error.passes && tries >= PATIENT_TRIES;
    if (isLasting || tries >= maxTries) await leaveUnlabelled(capture, ports);
    throw error;
  }
};
