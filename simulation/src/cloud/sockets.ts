import { type HttpAnswer, jsonAnswer } from './http.ts';

/** What a connected page does with a message. */
type Listener = (message: string) => void;

export type Sockets = ReturnType<typeof createSockets>;

/** API Gateway's WebSockets, by connection. */
export const createSockets = () => {
  const listeners = new Map<string, Listener>();
  const gone = (): HttpAnswer => ({
    ...jsonAnswer(410, { message: 'Gone' }),
    headers: { 'x-amzn-errortype': 'GoneException' },
  });
  return {
    connect: (id: string, listener: Listener): void => void listeners.set(id, listener),
    disconnect: (id: string): void => void listeners.delete(id),

    post: (id: string, message: Buffer): HttpAnswer => {
      const listener = listeners.get(id);
      if (!listener) return gone();
      listener(message.toString());
      return { status: 200 };
    },

    close: (id: string): HttpAnswer => (listeners.delete(id) ? { status: 204 } : gone()),
  };
};
