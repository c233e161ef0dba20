import { expect, test } from '@jest/globals';
import type { Deleted } from '@video-service/shared/deletions';
import { fakeStores } from '../testing/fake-ports.ts';
import { forgetVideo } from './forget-video.ts';

const id = '7a1c2a0e-0b3f-4d52-9b60-0d8f4a3a6a11';

test('a forgotten video has no session, whether it arrives before or after its deletion', async () => {
  const { sessions } = fakeStores();
  await sessions.open({ id, sender: '4711' });
  const told: Deleted[] = [];
  const tell = async (deleted: Deleted) => void told.push(deleted);
  const now = () => Date.parse('2026-11-22T12:00:00.000Z');

  await forgetVideo({ id }, { sessions, tell, now });
  await forgetVideo({ id }, { sessions, tell, now });

  expect(await sessions.find(id)).toBeUndefined();
  expect(await sessions.open({ id, sender: '4711' })).toBeUndefined();
  const receipt = { kind: 'deleted', id, service: 'facebook-service' };
  expect(told).toEqual(Array(2).fill({ ...receipt, at: '2026-11-22T12:00:00.000Z' }));
});
