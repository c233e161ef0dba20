import { expect, test } from '@jest/globals';
import { fakeUploads } from '../testing/fake-ports.ts';
import { fakeSessions } from '../testing/fake-stores.ts';
import { signUpload } from './signed-url.ts';

test('each upload gets a session of its own and a policy for its one key', async () => {
  const ports = { sessions: fakeSessions(), uploads: fakeUploads(), maxBytes: 1000 };
  const video = { file: 'clip.mp4', type: 'video/mp4' };

  const one = await signUpload(video, ports);
  const other = await signUpload(video, ports);

  expect(one.fields).toEqual({
    key: `videos/${one.session}/clip.mp4`,
    'Content-Type': 'video/mp4',
    max: '1000',
  });
  expect([...ports.sessions.rows.values()]).toEqual([
    { id: one.session, key: `videos/${one.session}/clip.mp4`, status: 0 },
    { id: other.session, key: `videos/${other.session}/clip.mp4`, status: 0 },
  ]);
});
