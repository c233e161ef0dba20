import type { SNSHandler } from 'aws-lambda';
import { forEach, messagesIn } from '@video-service/shared/events';
import { createLog } from '@video-service/shared/log';
import { SourceVideo } from '@video-service/shared/messages';
import { ports } from '../library/from-env.ts';
import { acceptVideo } from './accept-video.ts';

const log = createLog('accept-video');

export const handler: SNSHandler = (event) =>
  forEach(messagesIn(event, SourceVideo), async (video) => {
    log.info(`video ${await acceptVideo(video, ports)}`, { sessionId: video.id });
  });
