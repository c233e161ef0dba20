import type { StepDone } from '@video-service/shared/messages';
import { push, type PushPorts } from '../live/push.ts';
import type { SessionStore } from '../stores/session-store.ts';
import type { StepStore } from '../stores/step-store.ts';
import { toStepView, type BucketLinks } from '../view/step-view.ts';

export type ProgressPorts = PushPorts & {
  sessions: Pick<SessionStore, 'get'>;
  steps: Pick<StepStore, 'record'>;
  links: BucketLinks;
};

/** Keeps and pushes what a step has made; other services' sessions are left alone. */
export const reportStep = async (done: StepDone, ports: ProgressPorts): Promise<void> => {
  if (!(await ports.sessions.get(done.id))) return;
  const view = await toStepView(done, ports.links);
  if (!view) return;
  // Kept first: who subscribes in between finds it with the session.
  await ports.steps.record(done);
  await push(view, ports);
};
