import * as v from 'valibot';
import { PageConfig } from '#api/session-view';

/** A WebSocket to the bank at this address: its messages, and its close code. */
export const connect = async (url: string) => {
  const { webSocketUrl } = v.parse(PageConfig, await (await fetch(`${url}/config.json`)).json());
  const socket = new WebSocket(webSocketUrl);
  const heard: unknown[] = [];
  socket.addEventListener('message', ({ data }) => heard.push(JSON.parse(String(data))));
  const closed = new Promise<number>((resolve) =>
    socket.addEventListener('close', ({ code }) => resolve(code)),
  );
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  return { socket, heard, closed };
};
