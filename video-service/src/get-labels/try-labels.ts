import { leaveUnlabelled, type LeaveUnlabelledPorts } from '../steps/leave-unlabelled.ts';
import { getLabels, type GetLabelsPorts } from './get-labels.ts';
import type { CaptureObject } from './label-late.ts';
import { Unlabelled } from './unlabelled.ts';

// The session does not wait for errors that a person must fix, although the queue keeps retrying them.
const PATIENT_TRIES = 3;

/**
 * Labels a capture. If that fails permanently or for the last time, its session stops waiting for it; if a later try or
 * a redrive succeeds, the labels are published as a revision.
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
