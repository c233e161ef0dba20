import type { CodedError } from '@video-service/shared/errors';
import type { missingIn } from '@video-service/shared/session';

type Missing = NonNullable<ReturnType<typeof missingIn>> | 'status';

const NAMES: Record<Missing, string> = {
  gif: 'preview',
  captures: 'key frames',
  labels: 'labels',
  status: 'results',
};

/** The error of a session that has waited too long; the video is not to blame. */
export const timedOut = (stage: Missing): CodedError => ({
  stage,
  code: 'TIMED_OUT',
  message: `The ${NAMES[stage]} did not arrive in time.`,
  hint: 'The video is not the cause. Upload it again later. If it fails again, the operator can find the reason in the logs.',
});
