import { expect, test } from '@jest/globals';
import { dies, dying } from '@video-service/shared/testing/dying';
import { converse } from '../messenger/conversation.ts';
import { DELETE_VIDEOS } from '../messenger/deletion-words.ts';
import type { Incoming } from '../messenger/incoming.ts';
import { CONFIRM_DELETION, deletionReceipt, HINTS } from '../messenger/texts.ts';
import { fakeConversations } from '../testing/fake-ports.ts';
import { deleteForFacebook, deleteVideos } from './delete-videos.ts';

const idOf = (number: number) => `7a1c2a0e-0b3f-4d52-9b60-0d8f4a3a6a${number}`;
const [FILM, OTHER_FILM, THEIRS] = [idOf(11), idOf(12), idOf(13)];

const ask: Incoming & { kind: 'deletion' } = {
  ...{ kind: 'deletion', step: 'ask', id: idOf(21), sender: '4711' },
};
const yes: typeof ask = { ...ask, step: 'confirm', id: idOf(22) };

const world = async () => {
  const ports = fakeConversations(0);
  await ports.sessions.open({ id: FILM, sender: '4711', kind: 'video' });
  await ports.sessions.open({ id: OTHER_FILM, sender: '4711', kind: 'video' });
  await ports.sessions.open({ id: THEIRS, sender: '4712', kind: 'video' });
  const say = async (incoming: typeof ask) => {
    const { said = {} } = (await ports.sessions.open(incoming)) ?? {};
    return deleteVideos(incoming, { ...ports.conversation(incoming), said }, ports);
  };
  return { ...ports, say };
};

const REPLIES = [{ title: 'Yes, delete them', payload: DELETE_VIDEOS }];
const RECEIPT = { text: deletionReceipt(2) };

test('a confirmed request deletes all videos of its sender and no others', async () => {
  const { say, ordered, graph } = await world();

  expect(await say(ask)).toBe('asked');
  expect(ordered).toEqual([]);
  expect(await say(yes)).toBe('deletion ordered');

  expect(ordered).toEqual([
    { kind: 'delete', id: FILM, by: 'sender' },
    { kind: 'delete', id: OTHER_FILM, by: 'sender' },
  ]);
  expect(graph.messages()).toEqual([{ text: CONFIRM_DELETION, replies: REPLIES }, RECEIPT]);
});

test('a yes without a question deletes nothing, nor does a second yes', async () => {
  const { say, ordered, graph } = await world();

  expect(await say(yes)).toBe('hinted');
  expect(graph.messages()).toEqual([{ text: HINTS.text }]);
  await say({ ...ask, sender: '4712' });
  expect(await say({ ...yes, id: idOf(23) })).toBe('hinted');
  expect(ordered).toEqual([]);
});

test('a repeated question or yes is answered once', async () => {
  const { say, ordered, graph } = await world();
  await say(ask);
  await say(ask);
  await say(yes);
  expect(await say(yes)).toBe('repeated');

  expect(ordered).toHaveLength(2);
  expect(graph.messages()).toEqual([{ text: CONFIRM_DELETION, replies: REPLIES }, RECEIPT]);
});

test('a yes that was answered does not count for a later question or for later videos', async () => {
  const { say, ordered, sessions } = await world();
  await say(yes);
  await say(ask);
  expect(await say(yes)).toBe('repeated');
  expect(ordered).toEqual([]);

  const second = { ...yes, id: idOf(24) };
  await say(second);
  await sessions.open({ id: idOf(14), sender: '4711', kind: 'video' });
  await say({ ...ask, id: idOf(25) });
  await say(second);
  expect(ordered.map(({ id }) => id)).toEqual([FILM, OTHER_FILM]);
});

test.each(['before', 'after'] as const)(
  'repeating a run that crashed %s any call completes it',
  async (death) => {
    // Asked, videos, two orders, claim, send, settle and forget.
    expect.assertions(2 * 8);
    for (let last = 1; ; last += 1) {
      const ports = await world();
      await ports.say(ask);
      await ports.sessions.open(yes);
      const { sessions, requests, order, graph, claims } = ports;
      const mortal = dying({ sessions, requests, order, graph, claims }, last, death);
      const conversation = { ...converse(yes, mortal), said: {} };
      if (!(await dies(deleteVideos(yes, conversation, mortal)))) break;

      await ports.say(yes);

      expect(new Set(ports.ordered.map(({ id }) => id))).toEqual(new Set([FILM, OTHER_FILM]));
      expect(await requests.isAsked('4711')).toBe(false);
    }
  },
);

test('a request from Facebook deletes the videos of the person in it', async () => {
  const ports = await world();
  await ports.requests.open(idOf(31));

  expect(await deleteForFacebook({ id: idOf(31), sender: 'app-4711' }, ports)).toBe(
    'deletion ordered',
  );
  expect(await deleteForFacebook({ id: idOf(31), sender: 'app-4711' }, ports)).toBe(
    'deletion ordered',
  );

  expect(ports.ordered.map(({ id }) => id)).toEqual([FILM, OTHER_FILM]);
  expect(await ports.requests.status(idOf(31))).toEqual({ state: 'done', videos: 2 });
});

test('a request for a person that Facebook cannot match says so, and deletes nothing', async () => {
  const ports = await world();
  await ports.requests.open(idOf(31));

  expect(await deleteForFacebook({ id: idOf(31), sender: '4711' }, ports)).toBe('nobody matched');

  expect(ports.ordered).toEqual([]);
  expect(await ports.requests.status(idOf(31))).toEqual({ state: 'unmatched', videos: 0 });
});
