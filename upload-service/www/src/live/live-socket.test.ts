import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { StepView } from '#api/session-view';
import { createLiveSocket } from './live-socket.ts';

/** A WebSocket whose other end is the test. */
class FakeWebSocket extends EventTarget {
  static readonly OPEN = 1;
  static all: FakeWebSocket[] = [];
  readyState = 0;
  readonly sent: unknown[] = [];

  readonly url: string;

  constructor(url: string) {
    super();
    this.url = url;
    FakeWebSocket.all.push(this);
  }

  send(text: string) {
    this.sent.push(JSON.parse(text));
  }

  accept() {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  receive(message: unknown) {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }

  close() {
    this.readyState = 3;
    this.dispatchEvent(new Event('close'));
  }
}

const gif: StepView = { session: 'a', step: 'gif', gifUrl: 'url' };

const sessions = (count: number) => Array.from({ length: count }, (_, index) => `session ${index}`);

const start = (address = () => Promise.resolve('wss://live')) => {
  // Only the used members of a WebSocket exist.
  const live = createLiveSocket(address, FakeWebSocket as unknown as typeof WebSocket);
  const heard: unknown[] = [];
  const follow = (session: string) =>
    live.follow(session, {
      onStep: (step) => heard.push(step),
      onConnected: () => heard.push(`connected to ${session}`),
    });
  return { live, heard, follow };
};
/** Until the address of the socket is known. */
const opening = () => jest.advanceTimersByTimeAsync(0);

const last = () => {
  const socket = FakeWebSocket.all.at(-1);
  if (!socket) throw new Error('No connection was opened');
  return socket;
};

beforeEach(() => {
  FakeWebSocket.all = [];
  jest.useFakeTimers();
});
afterEach(() => void jest.useRealTimers());

test('a subscriber receives messages of its own session only', async () => {
  const { heard, follow } = start();
  follow('a');
  await opening();
  last().accept();
  last().receive(gif);
  last().receive({ ...gif, session: 'b' });
  last().receive({ code: 'INVALID_MESSAGE' });

  expect(last().sent).toEqual([{ action: 'subscribe', session: 'a' }]);
  expect(heard).toEqual(['connected to a', gif]);
});

test('all subscribers share one connection', async () => {
  const { follow } = start();
  follow('a');
  await opening();
  last().accept();
  follow('b');
  follow('b');

  expect(FakeWebSocket.all).toHaveLength(1);
  expect(last().sent).toEqual([
    { action: 'subscribe', session: 'a' },
    { action: 'subscribe', session: 'b' },
  ]);
});

test('a broken connection is reopened and subscribes again', async () => {
  const { heard, follow } = start();
  follow('a');
  await opening();
  last().accept();
  last().close();
  await jest.advanceTimersByTimeAsync(1000);
  last().accept();
  last().receive(gif);

  expect(FakeWebSocket.all).toHaveLength(2);
  expect(last().sent).toEqual([{ action: 'subscribe', session: 'a' }]);
  expect(heard).toEqual(['connected to a', 'connected to a', gif]);
});

test('an unresponsive server is retried ever less often', async () => {
  const { follow } = start();
  follow('a');
  await opening();
  for (let second = 0; second < 120; second++) {
    if (last().readyState === 0) last().close();
    await jest.advanceTimersByTimeAsync(1000);
  }

  expect(FakeWebSocket.all.length).toBeGreaterThan(8);
  expect(FakeWebSocket.all.length).toBeLessThan(25);
});

test('the connection closes when the last subscriber leaves', async () => {
  const { live, follow } = start();
  const unfollow = follow('a');
  await opening();
  last().accept();
  unfollow();
  await jest.advanceTimersByTimeAsync(60_000);

  expect(FakeWebSocket.all.map(({ readyState }) => readyState)).toEqual([3]);
  expect(live.tells('a')).toBe(false);
});

test('subscribes to twenty of many sessions, and to the next when one leaves', async () => {
  const { live, follow } = start();
  const unfollow = sessions(50).map(follow);
  await opening();
  last().accept();

  expect(FakeWebSocket.all).toHaveLength(1);
  expect(last().sent).toHaveLength(20);
  expect(sessions(50).filter(live.tells)).toEqual(sessions(20));

  unfollow[3]?.();
  expect(last().sent.slice(20)).toEqual([
    { action: 'unsubscribe', session: 'session 3' },
    { action: 'subscribe', session: 'session 20' },
  ]);
});

test('a session that the server refuses gets no messages, and the connection stays open', async () => {
  const { live, follow } = start();
  follow('a');
  follow('b');
  await opening();
  last().accept();
  last().receive({ code: 'TOO_MANY_LISTENERS', message: '', hint: '', session: 'a' });

  expect([live.tells('a'), live.tells('b')]).toEqual([false, true]);
  expect(FakeWebSocket.all).toHaveLength(1);
});

test('a server that accepts and closes at once is also retried ever less often', async () => {
  const { follow } = start();
  follow('a');
  await opening();
  for (let second = 0; second < 120; second++) {
    if (last().readyState === 0) {
      last().accept();
      last().close();
    }
    await jest.advanceTimersByTimeAsync(1000);
  }

  expect(FakeWebSocket.all.length).toBeLessThan(25);
});

test('each connection gets its own address', async () => {
  let tickets = 0;
  const { follow } = start(() => Promise.resolve(`wss://live?ticket=${++tickets}`));
  follow('a');
  follow('b');
  await opening();
  last().accept();
  last().close();
  await jest.advanceTimersByTimeAsync(1000);

  expect(FakeWebSocket.all.map(({ url }) => url)).toEqual([
    'wss://live?ticket=1',
    'wss://live?ticket=2',
  ]);
});

test('a failed request for the address is retried', async () => {
  let tries = 0;
  const { follow } = start(() =>
    ++tries < 3 ? Promise.reject(new Error('offline')) : Promise.resolve('wss://live'),
  );
  follow('a');
  await jest.advanceTimersByTimeAsync(10_000);

  expect(FakeWebSocket.all).toHaveLength(1);
  expect(tries).toBe(3);
});

test('a subscriber that leaves during the request for the address opens nothing', async () => {
  const { follow } = start();
  follow('a')();
  await jest.advanceTimersByTimeAsync(60_000);

  expect(FakeWebSocket.all).toEqual([]);
});
