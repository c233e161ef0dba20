import { describe, expect, test } from '@jest/globals';
import { buffer } from 'node:stream/consumers';
import { refused } from '../cdn/refused.ts';
import type { Incoming } from '../messenger/incoming.ts';
import { NotSent } from '../messenger/not-sent.ts';
import { ACKNOWLEDGEMENT, HINTS } from '../messenger/texts.ts';
import { fakeConversations } from '../testing/fake-ports.ts';
import { mp4 } from '../testing/mp4.ts';
import { download } from './download.ts';

const id = '7a1c2a0e-0b3f-4d52-9b60-0d8f4a3a6a11';
const video: Incoming = { kind: 'video', id, sender: '4711', url: 'https://fbcdn.net/clip' };
const clip = mp4(5000);

const fakePorts = () => {
  const stored = new Map<string, Buffer>();
  const reads: string[] = [];
  const conversations = fakeConversations();
  const ports = {
    ...conversations,
    deleting: conversations,
    show: conversations.graph.show,
    source: {
      create: async (key: string, { bytes }: { bytes: AsyncIterable<Uint8Array> }) =>
        void stored.set(key, await buffer(bytes)),
    },
    read: async function* (url: string): AsyncGenerator<Buffer, void> {
      reads.push(url);
      yield clip;
    },
  };
  return { ...ports, stored, reads };
};

describe('a video', () => {
  test('is acknowledged and stored in the source bucket under its session', async () => {
    const ports = fakePorts();

    expect(await download(video, ports)).toBe('stored');

    expect([...ports.stored]).toEqual([[`videos/${id}/messenger.mp4`, clip]]);
    expect(ports.graph.shown).toEqual([
      ['4711', 'mark_seen'],
      ['4711', { text: ACKNOWLEDGEMENT }],
      ['4711', 'typing_on'],
    ]);
  });

  test('delivered again, even concurrently, is acknowledged once', async () => {
    const ports = fakePorts();

    await Promise.all([download(video, ports), download(video, ports)]);
    expect(await download(video, ports)).toBe('repeated');

    expect(ports.graph.messages()).toEqual([{ text: ACKNOWLEDGEMENT }]);
    expect([...ports.stored.keys()]).toEqual([`videos/${id}/messenger.mp4`]);
  });

  test('is stored even when the Send API is down', async () => {
    const ports = fakePorts();
    ports.graph.fail(new NotSent('down'));

    expect(await download(video, ports)).toBe('stored');
    expect(ports.stored.size).toBe(1);
  });

  test('that is rejected is reported once and not retried', async () => {
    const ports = { ...fakePorts(), read: tooLarge };

    await download(video, ports);
    await download(video, ports);

    expect(ports.graph.messages()).toEqual([
      { text: ACKNOWLEDGEMENT },
      {
        text: '😕 Sorry, that didn’t work. Your video is too large. Send a shorter video or a lower quality.',
      },
    ]);
    expect(ports.stored.size).toBe(0);
  });

  test('whose download crashes half-way is fetched by the next try', async () => {
    const ports = fakePorts();
    const dying = { ...ports, read: dies };

    await expect(download(video, dying)).rejects.toThrow('reset');
    expect(await download(video, ports)).toBe('stored');

    expect(ports.graph.messages()).toEqual([{ text: ACKNOWLEDGEMENT }]);
  });
});

test.each(['text', 'attachment'] as const)(
  'a %s is marked as seen and gets its hint once',
  async (kind) => {
    const ports = fakePorts();

    await download({ kind, id, sender: '4711' }, ports);
    await download({ kind, id, sender: '4711' }, ports);

    expect(ports.graph.messages()).toEqual([{ text: HINTS[kind] }]);
    expect(ports.graph.shown).toContainEqual(['4711', 'mark_seen']);
    expect(ports.reads).toEqual([]);
  },
);

async function* tooLarge(): AsyncGenerator<Buffer, void> {
  yield clip;
  throw refused('TOO_LARGE');
}

async function* dies(): AsyncGenerator<Buffer, void> {
  yield clip;
  throw new Error('connection reset');
}

test.each<Incoming>([
  { ...video, page: 'another' },
  { kind: 'text', id, sender: '4711', page: 'another' },
])('a message to another page is neither answered nor fetched: a $kind', async (incoming) => {
  const ports = fakePorts();

  expect(await download(incoming, ports)).toBe('of another page');

  expect([ports.graph.shown, ports.reads, await ports.sessions.find(id)]).toEqual([
    [],
    [],
    undefined,
  ]);
});
