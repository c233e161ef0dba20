import { describe, expect, test } from '@jest/globals';
import { label } from '@video-service/shared/testing/example-metadata';
import type { Metadata } from '@video-service/shared/metadata';
import { NotSent } from '../../messenger/not-sent.ts';
import { fakeConversations } from '../../testing/fake-ports.ts';
import { gif, labels, metadata, session, shown } from '../../testing/ready-session.ts';
import { sendResults, type SendResultsPorts } from './send-results.ts';

const { id } = session;

const fakePorts = (options: { metadata?: Metadata; gifSize?: number; stillSize?: number } = {}) => {
  const conversations = fakeConversations();
  const ports: SendResultsPorts = {
    sessions: conversations.sessions,
    conversation: conversations.conversation,
    readMetadata: async () => options.metadata ?? metadata(),
    renders: shown('render', options.gifSize ?? 100),
    captures: shown('source', options.stillSize ?? 100),
  };
  return { ...conversations, ports };
};

const opened = async (options: Parameters<typeof fakePorts>[0] = {}) => {
  const fakes = fakePorts(options);
  await fakes.sessions.open(session);
  return fakes;
};

describe('the person of a ready session', () => {
  test('gets the GIF, then the labels', async () => {
    const { ports, graph } = await opened();

    expect(await sendResults(id, ports)).toBe(true);

    expect(graph.shown).toEqual([
      ['4711', gif],
      ['4711', labels],
    ]);
  });

  test('gets each once when Render Ready repeats, even concurrently', async () => {
    const { ports, graph } = await opened();

    await Promise.all([sendResults(id, ports), sendResults(id, ports)]);
    await sendResults(id, ports);

    expect(graph.messages()).toEqual([gif, labels]);
  });

  test('is told about the first revision only', async () => {
    const { ports, graph } = await opened();
    await sendResults(id, ports);
    const allLabels = Array.from({ length: 500 }, (_, index) => label(`Thing number ${index}`, 90));
    const readMetadata = async () => metadata({ revision: 2, allLabels });

    expect(await sendResults(id, { ...ports, readMetadata })).toBe(true);

    expect(graph.messages()).toEqual([gif, labels]);
  });

  test('is answered by a later revision if there was no answer yet, or only half of one', async () => {
    const { ports, graph } = await opened();
    const readMetadata = async () => metadata({ revision: 2 });
    graph.fail({ result: 'sent' }, new NotSent('busy'));
    await expect(sendResults(id, ports)).rejects.toThrow(NotSent);

    await sendResults(id, { ...ports, readMetadata });

    expect(graph.messages()).toEqual([labels]);
  });

  test('gets the rest after a failed send', async () => {
    const { ports, graph } = await opened();
    graph.fail({ result: 'sent' }, new NotSent('busy'));

    await expect(sendResults(id, ports)).rejects.toThrow(NotSent);
    await sendResults(id, ports);

    expect(graph.messages()).toEqual([labels]);
  });

  test('gets the labels even if the GIF is refused', async () => {
    const { ports, graph } = await opened();
    graph.fail({ result: 'refused', code: 100, subcode: 2018047, reason: 'image' });

    await sendResults(id, ports);

    expect(graph.messages()).toEqual([labels]);
  });

  test.each([
    [
      'a still',
      { gifSize: 8_000_001 },
      { imageUrl: `https://source/captures/${id}/messenger-1500.png` },
    ],
    [
      'a word',
      { gifSize: 8_000_001, stillSize: 8_000_001 },
      { text: 'The preview is too large for Messenger, but here’s what I see:' },
    ],
  ])('gets %s instead of a GIF that Messenger does not accept', async (_, sizes, expected) => {
    const { ports, graph } = await opened(sizes);

    await sendResults(id, ports);

    expect(graph.messages()).toEqual([expected, labels]);
  });
});

test('the person of a failed session gets the reason', async () => {
  const error = {
    stage: 'probe',
    code: 'X',
    message: 'This is a song.',
    hint: 'Send a film.',
  } as const;
  const { ports, graph } = await opened({ metadata: metadata({ status: -1, error }) });

  await sendResults(id, ports);

  expect(graph.messages()).toEqual([
    { text: '😕 Sorry, that didn’t work. This is a song. Send a film.' },
  ]);
});

test("another service's session is not answered", async () => {
  const { ports, graph } = fakePorts();

  expect(await sendResults(id, ports)).toBe(false);
  expect(graph.shown).toEqual([]);
});
