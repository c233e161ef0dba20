import { expect, test } from '@jest/globals';
import type { Incoming } from '../messenger/incoming.ts';
import { fakeConversations } from '../testing/fake-ports.ts';
import { tellFailure } from './tell-failure.ts';

const id = '7a1c2a0e-0b3f-4d52-9b60-0d8f4a3a6a11';
const video: Incoming = { kind: 'video', id, sender: '4711', url: 'https://fbcdn.net/clip' };

test('a person whose video was never fetched is told once', async () => {
  const { sessions, conversation, graph } = fakeConversations();

  await tellFailure(video, { sessions, conversation });
  await tellFailure(video, { sessions, conversation });

  expect(graph.messages()).toEqual([
    {
      text: '😕 Sorry, that did not work. I could not get your video from Facebook. Please send it once more.',
    },
  ]);
});

test('nothing is told of a video that was stored after all, nor of a hint', async () => {
  const { sessions, conversation, graph } = fakeConversations();
  await sessions.open(video);
  await sessions.markStored(id);

  await tellFailure(video, { sessions, conversation });
  await tellFailure({ kind: 'text', id, sender: '4711' }, { sessions, conversation });

  expect(graph.messages()).toEqual([]);
});
