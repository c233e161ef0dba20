import { expect, test } from '@jest/globals';
import { fakeConversations } from '../testing/fake-ports.ts';
import { NotSent } from './not-sent.ts';

const session = { id: '7a1c2a0e-0b3f-4d52-9b60-0d8f4a3a6a11', sender: '4711' };
const hello = { text: 'hello' };

const opened = async (pendingMs?: number) => {
  const ports = fakeConversations(pendingMs);
  await ports.sessions.open(session);
  return { ...ports, ...ports.conversation(session) };
};

test('a part is sent once, however often and concurrently it is requested', async () => {
  const { say, graph } = await opened();

  const outcomes = await Promise.all([say('gif', hello), say('gif', hello), say('gif', hello)]);
  await say('gif', hello);

  expect(graph.messages()).toEqual([hello]);
  expect(outcomes.map(({ result }) => result)).toEqual(['sent', 'repeated', 'repeated']);
});

test('a part that was definitely not sent is sent by the next try', async () => {
  const { say, graph } = await opened();
  graph.fail(new NotSent('busy'));

  await expect(say('gif', hello)).rejects.toThrow(NotSent);
  await say('gif', hello);

  expect(graph.messages()).toEqual([hello]);
});

test('a part that another run is sending is waited for', async () => {
  const { say, claims, graph } = await opened();
  await claims.claim(session.id, 'gif');
  let isOver = false;
  const waiting = say('gif', hello).finally(() => (isOver = true));

  await say('labels-0', hello);
  expect(isOver).toBe(false);
  await claims.settle(session.id, 'gif');

  expect(await waiting).toEqual({ result: 'repeated' });
  expect(graph.messages()).toEqual([hello]);
});

test('a part that another run gives back is sent', async () => {
  const { say, claims, graph } = await opened();
  await claims.claim(session.id, 'gif');
  const waiting = say('gif', hello);

  await claims.release(session.id, 'gif');

  expect(await waiting).toEqual({ result: 'sent' });
  expect(graph.messages()).toEqual([hello]);
});

test('a part whose sender crashed for an unknown reason is abandoned', async () => {
  const { say, graph } = await opened(0);
  graph.fail(new Error('no reason'));

  await expect(say('gif', hello)).rejects.toThrow('no reason');

  expect(await say('gif', hello)).toEqual({ result: 'abandoned' });
  expect(graph.messages()).toEqual([]);
});

test('an insisted part is sent by the next try, whatever happened before', async () => {
  const { insist, graph } = await opened(0);
  graph.fail(new Error('no reason'), { result: 'unknown' });

  await expect(insist('failure', hello)).rejects.toThrow('no reason');
  await expect(insist('failure', hello)).rejects.toThrow(NotSent);

  expect(await insist('failure', hello)).toEqual({ result: 'sent' });
  expect(await insist('failure', hello)).toEqual({ result: 'repeated' });
  expect(graph.messages()).toEqual([hello]);
});

test('an insisted part is sent once by many concurrent runs', async () => {
  const { insist, graph } = await opened();

  await Promise.all([insist('hint', hello), insist('hint', hello), insist('hint', hello)]);

  expect(graph.messages()).toEqual([hello]);
});

test('an insisted part that was refused is not sent again', async () => {
  const { insist, graph } = await opened();
  const refused = { result: 'refused', code: 551, subcode: 0, reason: 'gone' } as const;
  graph.fail(refused);

  expect(await insist('hint', hello)).toEqual(refused);
  expect(await insist('hint', hello)).toEqual({ result: 'repeated' });
});

test('a part that was refused is not sent again', async () => {
  const { say, graph } = await opened();
  const refused = { result: 'refused', code: 10, subcode: 2018278, reason: 'window' } as const;
  graph.fail(refused);

  expect(await say('gif', hello)).toEqual(refused);
  expect(await say('gif', hello)).toEqual({ result: 'repeated' });
  expect(graph.messages()).toEqual([]);
});

test('a part whose sending had no answer is not sent again, and counts as abandoned', async () => {
  const { say, graph } = await opened(0);
  graph.fail({ result: 'unknown' });

  expect(await say('gif', hello)).toEqual({ result: 'unknown' });
  expect(await say('gif', hello)).toEqual({ result: 'abandoned' });
  expect(graph.messages()).toEqual([]);
});

test('nothing is sent in a session that does not exist', async () => {
  const { conversation, graph } = fakeConversations();

  expect(await conversation(session).say('gif', hello)).toEqual({ result: 'repeated' });
  expect(graph.messages()).toEqual([]);
});
