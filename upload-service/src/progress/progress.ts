import type { StepDone } from '@video-service/shared/messages';
import { push, type PushPorts } from '../live/push.ts';
import type { DeletionStore } from '../stores/deletion-store.ts';
import type { StepStore } from '../stores/step-store.ts';
import { toStepView, type BucketLinks } from '../view/step-view.ts';

export type ProgressPorts = PushPorts & {
  deletions: Pick<DeletionStore, 'get'>;
  steps: Pick<StepStore, 'record' | 'deleteAll'>;
  links: BucketLinks;
};

/** Stores and pushes a step's results, for videos of every door, because their owner can view them all. */
export const reportStep = async (done: StepDone, ports: ProgressPorts): Promise<void> => {
  const view = await toStepView(done, ports.links);
  if (!view) return;
  // Stored first, so that a client that subscribes in between finds it in the session.
  await ports.steps.record(done);
  // Checked last, so that no step outlives its video.
  if (await ports.deletions.get(done.id)) return ports.steps.deleteAll(done.id);
  await push(view, ports);
};
