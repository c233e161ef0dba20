import type { ConnectionStore } from '../stores/connection-store.ts';
import type { StepView } from '#api/session-view';
import type { Socket } from './socket-adapter.ts';

const SENDS_AT_ONCE = 10;
// A message is limited to 128 KB, and a link with a session token takes almost 2 KB.
const CAPTURES_A_MESSAGE = 20;

export type PushPorts = {
  connections: Pick<ConnectionStore, 'listeners' | 'close'>;
  socket: Pick<Socket, 'send'>;
};

/** Sends a message to all subscribers of the session, and forgets closed connections. */
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

// The receivers merge captures, so they can be split over several messages.
const messagesOf = (step: StepView): StepView[] => {
  if (step.step !== 'captures') return [step];
  const count = Math.max(1, Math.ceil(step.captures.length / CAPTURES_A_MESSAGE));
  return Array.from({ length: count }, (_, index) => ({
    ...step,
    captures: step.captures.slice(index * CAPTURES_A_MESSAGE, (index + 1) * CAPTURES_A_MESSAGE),
  }));
};
