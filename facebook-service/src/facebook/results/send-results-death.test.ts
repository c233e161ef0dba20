import { expect, test } from '@jest/globals';
import { dies, dying, type Death } from '@video-service/shared/testing/dying';
import { converse } from '../../messenger/conversation.ts';
import type { OutgoingMessage } from '../../messenger/graph-api.ts';
import { fakeMessenger, fakeStores } from '../../testing/fake-ports.ts';
import { gif, labels, metadata, session, shown } from '../../testing/ready-session.ts';
import { sendResults } from './send-results.ts';

/** The calls of one run, in order. */
const CALLS = ['claim', 'send', 'settle', 'claim', 'send', 'settle'];

type Crash = { call: string; last: number; death: Death };

const CRASHES: Crash[] = CALLS.flatMap((call, at) => [
  { call, last: at + 1, death: 'before' },
  { call, last: at + 1, death: 'after' },
]);

const world = () => {
  // Pending claims of crashed runs expire at once.
  const { sessions, claims } = fakeStores(0);
  return { sessions, claims, graph: fakeMessenger() };
};

const portsTo = ({ sessions, ...messenger }: ReturnType<typeof world>) => ({
  sessions,
  readMetadata: async () => metadata(),
  renders: shown('render', 100),
  captures: shown('source', 100),
  conversation: () => converse(session, messenger),
});

/** Only a part that was claimed but never sent is lost, because it may as well have been sent. */
const survivors = ({ call, last, death }: Crash): OutgoingMessage[] => {
  const isLost = (call === 'claim' && death === 'after') || (call === 'send' && death === 'before');
  return [gif, labels].filter((_, part) => !isLost || part !== Math.floor((last - 1) / 3));
};

test.each(CRASHES)(
  'a run that crashes $death call $last ($call) is continued once',
  async (crash) => {
    const there = world();
    await there.sessions.open(session);
    const { claims, graph } = there;
    const mortal = { ...there, ...dying({ claims, graph }, crash.last, crash.death) };

    expect(await dies(sendResults(session.id, portsTo(mortal)))).toBe(true);
    await sendResults(session.id, portsTo(there));
    await sendResults(session.id, portsTo(there));

    expect(graph.messages()).toEqual(survivors(crash));
  },
);

test('a person gets the labels even if runs crashed while sending the picture and the labels', async () => {
  const there = world();
  await there.sessions.open(session);
  const crash = () => {
    // After claiming a part, before sending it.
    const mortal = { ...there, graph: dying(there.graph, 1, 'before') };
    return dies(sendResults(session.id, portsTo(mortal)));
  };

  expect([await crash(), await crash()]).toEqual([true, true]);
  await sendResults(session.id, portsTo(there));
  await sendResults(session.id, portsTo(there));

  expect(there.graph.messages()).toEqual([labels]);
});

test('a person gets the labels if nobody knows of the picture, and the run that said them died', async () => {
  const there = world();
  await there.sessions.open(session);
  there.graph.fail({ result: 'unknown' });
  const mortal = { ...there, graph: dying(there.graph, 2, 'before') };

  expect(await dies(sendResults(session.id, portsTo(mortal)))).toBe(true);
  await sendResults(session.id, portsTo(there));
  await sendResults(session.id, portsTo(there));

  expect(there.graph.messages()).toEqual([labels]);
});
