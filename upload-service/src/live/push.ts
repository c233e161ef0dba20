import type { ConnectionStore } from '../stores/connection-store.ts';
import type { StepView } from '#api/session-view';
import type { Socket } from './socket-adapter.ts';

const SENDS_AT_ONCE = 10;
// A message has at most 128 KB, and a link with a session's token almost 2.
const CAPTURES_A_MESSAGE = 20;

export type PushPorts = {
  connections: Pick<ConnectionStore, 'listeners' | 'close'>;
  socket: Pick<Socket, 'send'>;
};

/** Tells everyone who listens to the session; connections that are gone are forgotten. */
export const push = async (step: StepView, { connections, socket }: PushPorts): Promise<void> => {
  const listeners = await connections.listeners(step.session);
  const messages = messagesOf(step);
  const lane = async () => {
    for (let listener = listeners.shift(); listener; listener = listeners.shift()) {
      for (const message of messages) {
        if (await socket.send(listener, message)) continue;
        await connections.close(listener);
        break;
      }
    }
  };
  await Promise.all(Array.from({ length: SENDS_AT_ONCE }, lane));
};

// Captures are merged by those who hear of them, so they may come in several messages.
const messagesOf = (step: StepView): StepView[] => {
  if (step.step !== 'captures') return [step];
  const count = Math.max(1, Math.ceil(step.captures.length / CAPTURES_A_MESSAGE));
  return Array.from({ length: count }, (_, index) => ({
    ...step,
    captures: step.captures.slice(index * CAPTURES_A_MESSAGE, (index + 1) * CAPTURES_A_MESSAGE),
  }));
};
