import { expect, test } from '@jest/globals';
import { ID } from '../testing/examples.ts';
import { fakeSocket } from '../testing/fake-ports.ts';
import { fakeConnections } from '../testing/fake-stores.ts';
import type { StepView } from '#api/session-view';
import { push } from './push.ts';

const listen = async (...tabs: string[]) => {
  const ports = { connections: fakeConnections(), socket: fakeSocket(...tabs) };
  for (const tab of tabs) {
    await ports.connections.open(tab);
    await ports.connections.subscribe(tab, ID);
  }
  return ports;
};

test('many captures are split into messages that are small enough, without repetition', async () => {
  const captures = Array.from({ length: 90 }, (_, index) => ({
    frame: String(index),
    time: index,
    captureUrl: 'x'.repeat(2000),
  }));
  const ports = await listen('tab');

  await push({ session: ID, step: 'captures', captures }, ports);

  const sent = (ports.socket.sent.get('tab') ?? []) as StepView[];
  const sizes = sent.map((message) => JSON.stringify(message).length);
  expect(Math.max(...sizes)).toBeLessThan(128_000);
  expect(sent.flatMap((each) => (each.step === 'captures' ? each.captures : []))).toEqual(captures);
});

test('all subscribers are notified, a few at a time', async () => {
  const tabs = Array.from({ length: 50 }, (_, index) => `tab ${index}`);
  const ports = await listen(...tabs);
  let [now, most] = [0, 0];
  const { send } = ports.socket;
  ports.socket.send = async (...message) => {
    most = Math.max(most, ++now);
    await Promise.resolve();
    now--;
    return send(...message);
  };

  await push({ session: ID, step: 'done' }, ports);

  expect([...ports.socket.sent.values()].filter(({ length }) => length === 1)).toHaveLength(50);
  expect(most).toBe(10);
});
