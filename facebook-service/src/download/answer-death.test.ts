import { expect, test } from '@jest/globals';
import { dies, dying, type Death } from '@video-service/shared/testing/dying';
import { refused } from '../cdn/refused.ts';
import { tellFailure } from '../facebook/failures/tell-failure.ts';
import { sendResults } from '../facebook/results/send-results.ts';
import { converse } from '../messenger/conversation.ts';
import type { Incoming } from '../messenger/incoming.ts';
import { ACKNOWLEDGEMENT, HINTS } from '../messenger/texts.ts';
import { fakeConversations, fakeMessenger, fakeStores } from '../testing/fake-ports.ts';
import { metadata, shown } from '../testing/ready-session.ts';
import { download } from './download.ts';

const id = '7a1c2a0e-0b3f-4d52-9b60-0d8f4a3a6a11';
const video: Incoming = { kind: 'video', id, sender: '4711', url: 'https://fbcdn.net/clip' };
const text: Incoming = { kind: 'text', id, sender: '4711' };
/** Pending claims of crashed runs expire at once. */
const NOBODY_WAITS = 0;

const error = { stage: 'gif', code: 'X', message: 'It broke.', hint: 'Mend it.' } as const;

/** An in-memory world that outlives a run. */
const createWorld = async (pendingMs?: number) => {
  const { sessions, claims } = fakeStores(pendingMs);
  await sessions.open(video);
  return {
    sessions,
    claims,
    graph: fakeMessenger(),
    isOurs: async () => true,
    source: { create: async () => undefined },
    readMetadata: async () => metadata({ id, error }),
  };
};

const portsTo = (there: World) => ({
  ...there,
  deleting: fakeConversations(),
  show: there.graph.show,
  conversation: (person: { id: string; sender: string }) => converse(person, there),
  // eslint-disable-next-line require-yield
  read: async function* (): AsyncGenerator<Buffer, void> {
    throw refused('NOT_A_VIDEO');
  },
  renders: shown('render', 100),
  captures: shown('source', 100),
});

type World = Awaited<ReturnType<typeof createWorld>>;
type Ports = ReturnType<typeof portsTo>;

const ANSWERS: [string, (ports: Ports) => Promise<unknown>, RegExp][] = [
  ['the hint for a text', (ports) => download(text, ports), new RegExp(`^${HINTS.text}$`, 'u')],
  ['why a video was not taken', (ports) => download(video, ports), /not a video/iu],
  ['that a video was not fetched', (ports) => tellFailure(video, ports), /couldn’t download your/u],
  ['why a video failed', (ports) => sendResults(id, ports), /It broke\. Mend it\./u],
];

const answersIn = ({ graph }: World) =>
  graph
    .messages()
    .map((said) => ('text' in said ? said.text : said.imageUrl))
    .filter((said) => said !== ACKNOWLEDGEMENT);

test.each(ANSWERS)('%s reaches the person wherever a run crashes', async (_, answer, expected) => {
  const twice: { last: number; death: Death }[] = [];
  for (const death of ['before', 'after'] as const)
    for (let last = 1; ; last += 1) {
      const world = await createWorld(NOBODY_WAITS);
      if (!(await dies(answer(portsTo(dying(world, last, death)))))) break;

      await answer(portsTo(world));
      await answer(portsTo(world));

      const [first = 'nothing', ...others] = answersIn(world);
      const crash = { last, death };
      expect({ crash, first }).toEqual({ crash, first: expect.stringMatching(expected) });
      if (others.length > 0) twice.push(crash);
      expect(others).toEqual(others.slice(0, 1).map(() => first));
    }
  // Only a message that was sent but not recorded as sent.
  const [recording] = twice;
  expect(twice).toEqual([
    { last: recording?.last, death: 'before' },
    { last: (recording?.last ?? 0) - 1, death: 'after' },
  ]);
});

test.each(ANSWERS)(
  '%s is sent once despite repeated and overlapping deliveries',
  async (_, answer) => {
    const world = await createWorld();
    const ports = portsTo(world);

    await Promise.all([answer(ports), answer(ports), answer(ports)]);
    await answer(ports);

    expect(answersIn(world)).toHaveLength(1);
  },
);
