import type { ConnectionStore } from '../stores/connection-store.ts';
import type { StepView } from '../view/session-view.ts';
import type { Socket } from './socket-adapter.ts';

export type PushPorts = {
  connections: Pick<ConnectionStore, 'listeners' | 'close'>;
  socket: Pick<Socket, 'send'>;
};

/** Tells everyone who listens to the session; who is gone is forgotten. */
export const push = async (step: StepView, { connections, socket }: PushPorts): Promise<void> => {
  const listeners = await connections.listeners(step.session);
  await Promise.all(
    listeners.map(async (connectionId) => {
      if (!(await socket.send(connectionId, step))) await connections.close(connectionId);
    }),
  );
};
