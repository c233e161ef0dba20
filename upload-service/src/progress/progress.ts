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

/** Keeps and pushes what a step has made, of the videos of every door: their owner may look at them all. */
export const reportStep = async (done: StepDone, ports: ProgressPorts): Promise<void> => {
  const view = await toStepView(done, ports.links);
  if (!view) return;
  // Kept first: who subscribes in between finds it with the session.
  await ports.steps.record(done);
  // Asked for last, so that no step outlives the deletion of its video.
  if (await ports.deletions.get(done.id)) return ports.steps.deleteAll(done.id);
  await push(view, ports);
};
