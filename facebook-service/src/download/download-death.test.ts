import { expect, test } from '@jest/globals';
import { buffer } from 'node:stream/consumers';
import type { Incoming } from '../messenger/incoming.ts';
import { ACKNOWLEDGEMENT } from '../messenger/texts.ts';
import { deathsIn, dying, dyingConversations, type Death } from '../testing/dying.ts';
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
  const graph = fakeMessenger();
  const stored = new Map<string, Buffer>();
  const create: DownloadPorts['source']['create'] = async (key, { bytes }) =>
    void stored.set(key, await buffer(bytes));
  return { sessions, claims, graph, stored, create };
};

/** Ports to the world; every call passes through `pass`. */
const portsTo = (
  { sessions, claims, graph, create }: ReturnType<typeof world>,
  pass: ReturnType<typeof dying> = (call) => call,
): DownloadPorts => ({
  sessions: {
    open: pass((session: { id: string; sender: string }) => sessions.open(session)),
    markStored: pass((id: string) => sessions.markStored(id)),
  },
  deleting: fakeConversations(),
  isOurs: pass(async () => true),
  source: { create: pass(create) },
  show: pass(graph.show),
  conversation: dyingConversations({ claims, graph }, pass),
  read: async function* () {
    yield clip;
  },
});

test('a run has no more calls at which it can crash', async () => {
  const immortal = dying({ at: CALLS, when: 'before' });

  expect(await download(video, portsTo(world(), immortal))).toBe('stored');
});

test.each(deathsIn(CALLS))(
  'a download that crashes $when call $at is completed by the next try, and acknowledged at most once',
  async (death: Death) => {
    const there = world();

    await expect(download(video, portsTo(there, dying(death)))).rejects.toThrow('died');
    await download(video, portsTo(there));
    await download(video, portsTo(there));

    expect([...there.stored]).toEqual([[`videos/${id}/messenger.mp4`, clip]]);
    expect((await there.sessions.find(id))?.stored).toBe(true);
    const acknowledged = there.graph.messages();
    expect(acknowledged).toEqual(acknowledged.slice(0, 1).map(() => ({ text: ACKNOWLEDGEMENT })));
  },
);
