import { expect, test } from '@jest/globals';
import type { Incoming } from '../../messenger/incoming.ts';
import { fakeConversations } from '../../testing/fake-ports.ts';
import { tellFailure } from './tell-failure.ts';

const id = '7a1c2a0e-0b3f-4d52-9b60-0d8f4a3a6a11';
const video: Incoming = { kind: 'video', id, sender: '4711', url: 'https://fbcdn.net/clip' };

test('a person whose video was never fetched is told once', async () => {
  const { graph, ...ports } = fakeConversations();

  await tellFailure(video, ports);
  await tellFailure(video, ports);

  expect(graph.messages()).toEqual([
    {
      text: '😕 Sorry, that didn’t work. I couldn’t download your video from Facebook. Please send it again.',
    },
  ]);
});

test('nothing is sent for a video that was stored after all, nor for a hint', async () => {
  const { graph, ...ports } = fakeConversations();
  await ports.sessions.open(video);
  await ports.sessions.markStored(id);

  await tellFailure(video, ports);
  await tellFailure({ kind: 'text', id, sender: '4711' }, ports);

  expect(graph.messages()).toEqual([]);
});

test('nothing is sent to a person of another page', async () => {
  const { graph, ...ports } = fakeConversations();

  await tellFailure({ ...video, page: 'another' }, ports);

  expect(graph.messages()).toEqual([]);
});

test('a deletion that Facebook asked for opens no session, and nobody is told that it was given up', async () => {
  const { graph, ...ports } = fakeConversations();

  await tellFailure({ kind: 'data-deletion', id, sender: 'app-4711' }, ports);

  expect(graph.messages()).toEqual([]);
  expect(await ports.sessions.find(id)).toBeUndefined();
});
