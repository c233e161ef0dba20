import { describe, expect, test } from '@jest/globals';
import { dies, dying } from '@video-service/shared/testing/dying';
import { buffer } from 'node:stream/consumers';
import { converse } from '../messenger/conversation.ts';
import type { Incoming } from '../messenger/incoming.ts';
import { ACKNOWLEDGEMENT } from '../messenger/texts.ts';
import { fakeConversations, fakeMessenger, fakeStores } from '../testing/fake-ports.ts';
import { mp4 } from '../testing/mp4.ts';
import { download, type DownloadPorts } from './download.ts';

const id = '7a1c2a0e-0b3f-4d52-9b60-0d8f4a3a6a11';
const video: Incoming = { kind: 'video', id, sender: '4711', url: 'https://fbcdn.net/clip' };
const clip = mp4(5000);

/** Page, open, seen, claim, store, send, settle, typing, mark. */
const CALLS = 9;

const world = () => {
  const { sessions, claims } = fakeStores(0);
  const stored = new Map<string, Buffer>();
  const source: DownloadPorts['source'] = {
    create: async (key, { bytes }) => void stored.set(key, await buffer(bytes)),
  };
  return { sessions, claims, graph: fakeMessenger(), source, isOurs: async () => true, stored };
};

const portsTo = (there: Omit<ReturnType<typeof world>, 'stored'>): DownloadPorts => ({
  ...there,
  deleting: fakeConversations(),
  show: there.graph.show,
  conversation: (incoming) => converse(incoming, there),
  read: async function* () {
    yield clip;
  },
});

test('a run has no more calls at which it can crash', async () => {
  expect(await download(video, portsTo(dying(world(), CALLS + 1, 'before')))).toBe('stored');
});

describe.each(['before', 'after'] as const)('a download that crashes %s a call', (death) => {
  test.each(Array.from({ length: CALLS }, (_, at) => at + 1))(
    'is completed by the next try, and acknowledged at most once: call %d',
    async (last) => {
      const { stored, ...there } = world();

      expect(await dies(download(video, portsTo(dying(there, last, death))))).toBe(true);
      await download(video, portsTo(there));
      await download(video, portsTo(there));

      expect([...stored]).toEqual([[`videos/${id}/messenger.mp4`, clip]]);
      expect((await there.sessions.find(id))?.stored).toBe(true);
      const acknowledged = there.graph.messages();
      expect(acknowledged).toEqual(acknowledged.slice(0, 1).map(() => ({ text: ACKNOWLEDGEMENT })));
    },
  );
});
