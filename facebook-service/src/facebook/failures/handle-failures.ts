import type { SNSEvent } from 'aws-lambda';
import { readEnv } from '@video-service/shared/env';
import { forEach, messagesIn } from '@video-service/shared/events';
import { failuresIn } from '@video-service/shared/failures';
import { createLog } from '@video-service/shared/log';
import { conversation, isOurs, sessions } from '../../messenger/from-env.ts';
import { Incoming } from '../../messenger/incoming.ts';
import { tellFailure } from './tell-failure.ts';

const { DOWNLOAD_FUNCTION_NAME } = readEnv('DOWNLOAD_FUNCTION_NAME');
const log = createLog('facebook');

/** Tells people about downloads that failed for good; a failed answer cannot be reported by another answer. */
export const handleFailures = (event: SNSEvent) =>
  forEach(failuresIn(event), async ({ functionName, event: failed }) => {
    if (functionName !== DOWNLOAD_FUNCTION_NAME) return;
    await forEach(messagesIn(failed, Incoming), async (incoming) => {
      await tellFailure(incoming, { isOurs, sessions, conversation });
      log.info('failure told', { sessionId: incoming.id });
    });
  });
