import { MalformedRecord } from '@video-service/shared/decode';
import { messagesIn, objectsIn } from '@video-service/shared/events';
import type { FailedInvocation } from '@video-service/shared/failures';
import { parseCaptureKey } from '@video-service/shared/keys';
import { SourceVideo, StepDone } from '@video-service/shared/messages';
import { toSourceVideo } from '../create-session/source-video.ts';

/** The work of an invocation for one session when Lambda gave up on it. */
export type FailedWork =
  | { step: 'create-session' | 'create-gif' | 'create-captures'; video: SourceVideo }
  | { step: 'status'; id: string }
  | { step: 'get-labels'; id: string; frame: string };

/**
 * The unfinished work of a failed invocation; empty for functions and records without a session, whose events stay in
 * the dead-letter queue. The names of the stack's functions begin with the prefix.
 */
export const failedWorkIn = (
  { functionName, event }: FailedInvocation,
  prefix: string,
): FailedWork[] => {
  const step = STEPS.find((name) => functionName === `${prefix}${name}`);
  switch (step) {
    case 'create-session':
      return readable(objectsIn(event)).map((object) => ({ step, video: toSourceVideo(object) }));
    case 'create-gif':
    case 'create-captures':
      return readable(messagesIn(event, SourceVideo)).map((video) => ({ step, video }));
    case 'get-labels':
      return readable(objectsIn(event))
        .map(({ key }) => parseCaptureKey(key))
        .flatMap((capture) => (capture ? [{ step, ...capture }] : []));
    case 'status':
      return readable(messagesIn(event, StepDone)).map(({ id }) => ({ step, id }));
    case undefined:
      return [];
  }
};

const STEPS = ['create-session', 'create-gif', 'create-captures', 'get-labels', 'status'] as const;

const readable = <Value>(records: (Value | MalformedRecord)[]) =>
  records.filter((record): record is Value => !(record instanceof MalformedRecord));
