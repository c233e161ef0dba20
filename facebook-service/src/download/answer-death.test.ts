import { expect, test } from '@jest/globals';
import { refused } from '../cdn/refused.ts';
import { tellFailure } from '../facebook/failures/tell-failure.ts';
import { sendResults } from '../facebook/results/send-results.ts';
import type { Incoming } from '../messenger/incoming.ts';
import { ACKNOWLEDGEMENT, HINTS } from '../messenger/texts.ts';
import { deathsIn, dying, dyingConversations, type Death } from '../testing/dying.ts';
import { fakeConversations, fakeMessenger, fakeStores } from '../testing/fake-ports.ts';
import { metadata, shown } from '../testing/ready-session.ts';
import { download } from './download.ts';

const id = '7a1c2a0e-0b3f-4d52-9b60-0d8f4a3a6a11';
const video: Incoming = { kind: 'video', id, sender: '4711', url: 'https://fbcdn.net/clip' };
const text: Incoming = { kind: 'text', id, sender: '4711' };
/** Pending claims of crashed runs expire at once. */
const NOBODY_WAITS = 0;

const error = { stage: 'gif', code: 'X', message: 'It broke.', hint: 'Mend it.' } as const;

type Person = { id: string; sender: string };

/** Ports to an in-memory world that outlives a run; every call of the run passes through `pass`. */
const createWorld = async (pendingMs?: number) => {
  const { sessions, claims } = fakeStores(pendingMs);
  await sessions.open(video);
  const graph = fakeMessenger();
  const portsBy = (pass: ReturnType<typeof dying>) => ({
    deleting: fakeConversations(),
    isOurs: pass(async () => true),
    sessions: {
      find: pass((id: string) => sessions.find(id)),
      open: pass((session: Person) => sessions.open(session)),
      markStored: pass((id: string) => sessions.markStored(id)),
    },
    source: { create: pass(async () => undefined) },
    show: pass(graph.show),
    conversation: dyingConversations({ claims, graph }, pass),
    // eslint-disable-next-line require-yield
    read: async function* (): AsyncGenerator<Buffer, void> {
      throw refused('NOT_A_VIDEO');
    },
    readMetadata: pass(async () => metadata({ id, error })),
    renders: shown('render', 100),
    captures: shown('source', 100),
  });
  return { graph, portsBy };
};

type World = Awaited<ReturnType<typeof createWorld>>;
type Ports = ReturnType<World['portsBy']>;

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

const alive = dying({ at: Number.MAX_SAFE_INTEGER, when: 'before' });

/** The number of calls of a run that does not crash. */
const countCalls = async (answer: (ports: Ports) => Promise<unknown>) => {
  const world = await createWorld();
  let calls = 0;
  await answer(
    world.portsBy((call) => (...args) => {
      calls += 1;
      return call(...args);
    }),
  );
  return calls;
};

test.each(ANSWERS)('%s reaches the person wherever a run crashes', async (_, answer, expected) => {
  const calls = await countCalls(answer);
  const twice: Death[] = [];
  for (const death of deathsIn(calls)) {
    const world = await createWorld(NOBODY_WAITS);
    await answer(world.portsBy(dying(death))).catch(() => undefined);

    await answer(world.portsBy(alive));
    await answer(world.portsBy(alive));

    const [first = 'nothing', ...others] = answersIn(world);
    expect({ death, first }).toEqual({ death, first: expect.stringMatching(expected) });
    if (others.length > 0) twice.push(death);
    expect(others).toEqual(others.slice(0, 1).map(() => first));
  }
  // Only a message that was sent but not recorded as sent.
  const [sent] = twice;
  expect(twice).toEqual([
    { at: sent?.at, when: 'after' },
    { at: (sent?.at ?? 0) + 1, when: 'before' },
  ]);
});

test.each(ANSWERS)(
  '%s is sent once despite repeated and overlapping deliveries',
  async (_, answer) => {
    const world = await createWorld();
    const ports = world.portsBy(alive);

    await Promise.all([answer(ports), answer(ports), answer(ports)]);
    await answer(ports);

    expect(answersIn(world)).toHaveLength(1);
  },
);
