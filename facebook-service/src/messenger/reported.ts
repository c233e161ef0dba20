import type { createLog } from '@video-service/shared/log';
import type { Conversation, Say } from './conversation.ts';

type Reporting = { sessionId: string; log: Pick<ReturnType<typeof createLog>, 'warn'> };

/** The same conversation, with a log line for every part that may not reach the person. */
export const reported = ({ say, insist }: Conversation, reporting: Reporting): Conversation => ({
  say: logged(say, reporting),
  insist: logged(insist, reporting),
});

const logged =
  (say: Say, { sessionId, log }: Reporting): Say =>
  async (part, message) => {
    try {
      const outcome = await say(part, message);
      const isFine = outcome.result === 'sent' || outcome.result === 'repeated';
      if (!isFine) log.warn('message lost', { sessionId, part, ...outcome });
      return outcome;
    } catch (error) {
      log.warn('message not sent', { sessionId, part, error: String(error) });
      throw error;
    }
  };
