import type { CodedError } from '@video-service/shared/errors';
import type { missingIn } from '../stores/session.ts';

type Missing = NonNullable<ReturnType<typeof missingIn>> | 'status';

const NAMES: Record<Missing, string> = {
  gif: 'preview',
  captures: 'key frames',
  labels: 'labels',
  status: 'results',
};

/** Of a session that has waited for too long: nothing is known against its video. */
export const timedOut = (stage: Missing): CodedError => ({
  stage,
  code: 'TIMED_OUT',
  message: `The ${NAMES[stage]} did not come in time.`,
  hint: 'That is no fault of the video: upload it again in a while. If that fails too, the operator finds the reason in the logs.',
});
