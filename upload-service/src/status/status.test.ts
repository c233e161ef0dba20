import { describe, expect, test } from '@jest/globals';
import { SAMPLE_SESSION_ID } from '@video-service/shared/keys';
import type { Metadata } from '@video-service/shared/metadata';
import { ID, metadata, OTHER_ID } from '../testing/examples.ts';
import { fakeSocket } from '../testing/fake-ports.ts';
import { fakeConnections, fakeSessions } from '../testing/fake-stores.ts';
import { closeSession } from './status.ts';

const start = async (found: Metadata = metadata, showsSample = true) => {
  const ports = {
    sessions: fakeSessions({ id: ID, key: metadata.video, status: 0 }),
    connections: fakeConnections(),
    socket: fakeSocket('tab'),
    metadata: { read: async () => found },
    showsSample,
  };
  await ports.connections.open('tab');
  await ports.connections.subscribe('tab', ID);
  return ports;
};

describe('a rendered video', () => {
  test.each([1, -1] as const)(
    'sets its session to status %i and notifies subscribers',
    async (status) => {
      const ports = await start({ ...metadata, status });

      expect(await closeSession(ID, ports)).toBe(true);
      expect(ports.sessions.rows.get(ID)?.status).toBe(status);
      expect(ports.socket.sent.get('tab')).toEqual([{ session: ID, step: 'done' }]);
    },
  );

  test('can be reported twice', async () => {
    const ports = await start();

    await Promise.all([closeSession(ID, ports), closeSession(ID, ports)]);

    expect([...ports.sessions.rows.values()]).toEqual([
      { id: ID, key: metadata.video, status: 1, revision: 1 },
    ]);
  });

  test('that is revised is reported again, and an older revision changes nothing', async () => {
    const ports = await start();
    const read = (revision: number, status: 1 | -1) => ({
      ...ports,
      metadata: { read: async () => ({ ...metadata, revision, status }) },
    });

    expect(await closeSession(ID, read(1, -1))).toBe(true);
    expect(await closeSession(ID, read(2, 1))).toBe(true);
    expect(await closeSession(ID, read(1, -1))).toBe(false);

    expect(ports.sessions.rows.get(ID)).toMatchObject({ status: 1, revision: 2 });
    expect(ports.socket.sent.get('tab')).toEqual(Array(2).fill({ session: ID, step: 'done' }));
  });

  test('of another service opens no session here', async () => {
    const ports = await start({ ...metadata, id: OTHER_ID });

    expect(await closeSession(OTHER_ID, ports)).toBe(false);
    expect([...ports.sessions.rows.keys()]).toEqual([ID]);
    expect(ports.socket.sent.get('tab')).toEqual([]);
  });

  test('under the sample’s id gets no session where no sample is shown', async () => {
    const ports = await start({ ...metadata, id: SAMPLE_SESSION_ID }, false);

    expect(await closeSession(SAMPLE_SESSION_ID, ports)).toBe(false);
    expect([...ports.sessions.rows.keys()]).toEqual([ID]);
  });

  test('that is the sample gets a session, whoever uploaded it', async () => {
    const ports = await start({ ...metadata, id: SAMPLE_SESSION_ID });

    expect(await closeSession(SAMPLE_SESSION_ID, ports)).toBe(true);
    expect(ports.sessions.rows.get(SAMPLE_SESSION_ID)?.status).toBe(1);
  });
});
