import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { fakeUploads } from '../testing/fake-ports.ts';
import { fakeSessions } from '../testing/fake-stores.ts';
import { signUpload } from './signed-url.ts';
import { SignedUrlRequest } from './signed-url-request.ts';

const request = { video: { file: 'clip.mp4', type: 'video/mp4' }, size: 1000 };
const fakePorts = () => ({ sessions: fakeSessions(), uploads: fakeUploads() });

test('each upload gets its own session and a link for its one key', async () => {
  const ports = fakePorts();

  const one = await signUpload(request, ports);
  const other = await signUpload(request, ports);

  const key = `videos/${one.session}/clip.mp4`;
  expect(one).toEqual({
    session: one.session,
    key,
    method: 'PUT',
    url: `https://source/${key}?of=1000`,
    headers: { 'content-type': 'video/mp4', 'if-none-match': '*', 'x-amz-meta-door': 'page' },
    expiresAt: '2026-11-29T12:15:00.000Z',
  });
  expect([...ports.sessions.rows.values()]).toEqual([
    { id: one.session, key, status: 0 },
    { id: other.session, key: `videos/${other.session}/clip.mp4`, status: 0 },
  ]);
});

describe('a request for a link', () => {
  test.each([
    [
      { file: 'clip.mp4', size: '10' },
      { video: { file: 'clip.mp4', type: 'video/mp4' }, size: 10 },
    ],
    [
      { file: 'webcam', type: 'video/webm', size: '1' },
      { video: { file: 'webcam.webm', type: 'video/webm' }, size: 1 },
    ],
  ])('with %j names a video', (query, expected) => {
    expect(v.parse(SignedUrlRequest, query)).toEqual(expected);
  });

  test.each([undefined, '', '0', '-1', '1.5', '2GB', '9007199254740993', 'Infinity'])(
    'with the size %j is refused',
    (size) => {
      expect(v.safeParse(SignedUrlRequest, { file: 'clip.mp4', size }).success).toBe(false);
    },
  );
});
