import { expect, test } from '@jest/globals';
import { converse } from '../../messenger/conversation.ts';
import type { OutgoingMessage } from '../../messenger/graph-api.ts';
import { deathsIn, dying, type Death } from '../../testing/dying.ts';
import { fakeMessenger, fakeStores } from '../../testing/fake-ports.ts';
import { gif, labels, metadata, session, shown } from '../../testing/ready-session.ts';
import { sendResults } from './send-results.ts';

/** The calls of one run, in order. */
const CALLS = ['claim', 'send', 'settle', 'claim', 'send', 'settle'];

const mortalPorts = (death: Death) => {
  // Pending claims of crashed runs expire at once.
  const { sessions, claims } = fakeStores(0);
  const graph = fakeMessenger();
  const results = {
    sessions,
    readMetadata: async () => metadata(),
    renders: shown('render', 100),
    captures: shown('source', 100),
  };
  const mortal = dying(death);
  const mortals = {
    claims: {
      claim: mortal((id: string, part: string) => claims.claim(id, part)),
      takeOver: mortal((id: string, part: string) => claims.takeOver(id, part)),
      settle: mortal((id: string, part: string) => claims.settle(id, part)),
      release: mortal((id: string, part: string) => claims.release(id, part)),
    },
    graph: { send: mortal(graph.send) },
  };
  return {
    sessions,
    graph,
    claims,
    first: { ...results, conversation: () => converse(session, mortals) },
    next: { ...results, conversation: () => converse(session, { claims, graph }) },
  };
};

/** Only a part that was claimed but never sent is lost, because it may as well have been sent. */
const survivors = ({ at, when }: Death): OutgoingMessage[] => {
  const isLost =
    (CALLS[at] === 'claim' && when === 'after') || (CALLS[at] === 'send' && when === 'before');
  return [gif, labels].filter((_, part) => !isLost || part !== Math.floor(at / 3));
};

test.each(deathsIn(CALLS.length))(
  'a run that crashes $when call $at is continued once',
  async (death) => {
    const { sessions, graph, first, next } = mortalPorts(death);
    await sessions.open(session);

    await expect(sendResults(session.id, first)).rejects.toThrow('died');
    await sendResults(session.id, next);
    await sendResults(session.id, next);

    expect(graph.messages()).toEqual(survivors(death));
  },
);

test('a person gets the labels even if runs crashed while sending the picture and the labels', async () => {
  const { sessions, claims, graph, next } = mortalPorts({ at: 0, when: 'before' });
  await sessions.open(session);
  // It crashes after claiming a part, before sending it.
  const fallen = { send: () => Promise.reject(new Error('died')) };
  const mortal = { ...next, conversation: () => converse(session, { claims, graph: fallen }) };

  await expect(sendResults(session.id, mortal)).rejects.toThrow('died');
  await expect(sendResults(session.id, mortal)).rejects.toThrow('died');
  await sendResults(session.id, next);
  await sendResults(session.id, next);

  expect(graph.messages()).toEqual([labels]);
});

test('a person gets the labels if nobody knows of the picture, and the run that said them died', async () => {
  const { sessions, claims, graph, next } = mortalPorts({ at: 0, when: 'before' });
  await sessions.open(session);
  const sends = [{ result: 'unknown' } as const];
  const lossy = {
    send: async () => sends.shift() ?? Promise.reject(new Error('died')),
  };
  const mortal = { ...next, conversation: () => converse(session, { claims, graph: lossy }) };

  await expect(sendResults(session.id, mortal)).rejects.toThrow('died');
  await sendResults(session.id, next);
  await sendResults(session.id, next);

  expect(graph.messages()).toEqual([labels]);
});
