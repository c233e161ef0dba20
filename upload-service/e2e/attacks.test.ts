import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { LINK_SECONDS } from '@video-service/shared/lifetimes';
import * as v from 'valibot';
import { MAX_BYTES, openBank, type Bank } from './testing/bank.ts';
import { connect } from './testing/connect.ts';
import { eventually } from './testing/eventually.ts';

const REQUESTS_PER_SECOND = 20;
const POLICY_VIOLATION = 1008;
const UNKNOWN = randomUUID();

let bank: Bank;
let before: Awaited<ReturnType<typeof stateOf>>;
beforeAll(async () => {
  bank = await openBank({ requestsPerSecond: REQUESTS_PER_SECOND });
}, 120_000);
afterAll(() => bank.close());
beforeEach(async () => {
  before = await stateOf(bank);
});

const stateOf = async ({ s3, listSource, countRows }: Bank) => {
  const { Uploads = [] } = await s3.send(
    new ListMultipartUploadsCommand({ Bucket: 'video-service-local-source-000000000000' }),
  );
  return { ...(await countRows()), objects: await listSource(), uploads: Uploads.length };
};

const openSession = async () => {
  const response = await fetch(`${bank.url}/signed-url?file=clip.mp4&size=1000`);
  return v.parse(v.object({ session: v.string() }), await response.json()).session;
};

const upload = (type: string, size: unknown, filename = 'clip.mp4') =>
  JSON.stringify({ filename, type, metadata: { size } });

describe('leaves nothing behind and returns the reason:', () => {
  test.each([
    [400, 'GET', '/signed-url'],
    [400, 'GET', '/signed-url?file=notes.txt'],
    [400, 'GET', '/signed-url?file=clip&type=text%2Fhtml&size=1'],
    [400, 'GET', '/signed-url?file=clip.mp4&size=1e999'],
    [413, 'GET', '/signed-url?file=clip.mp4&size=9007199254740991'],
    [400, 'GET', '/metadata/4711'],
    [400, 'GET', '/metadata/..%2F..%2Fetc%2Fpasswd'],
    [404, 'GET', `/metadata/${UNKNOWN}`],
    [400, 'GET', '/metadata/4711/storyboard.vtt'],
    [400, 'GET', '/metadata/..%2F..%2Fetc%2Fpasswd/chapters.vtt'],
    [404, 'GET', `/metadata/${UNKNOWN}/storyboard.vtt`],
    [404, 'GET', `/metadata/${UNKNOWN}/chapters.vtt`],
    [404, 'GET', '/assets/..%2Findex.html'],
    [400, 'GET', '/s3/multipart/garbage'],
    [400, 'GET', '/s3/multipart/garbage?key=captures%2Fa.png'],
    [404, 'GET', `/s3/multipart/garbage?key=videos%2F${UNKNOWN}%2Fclip.mp4`],
    [404, 'POST', `/s3/multipart/garbage/complete?key=videos%2F${UNKNOWN}%2Fclip.mp4`],
    [404, 'DELETE', `/s3/multipart/garbage?key=videos%2F${UNKNOWN}%2Fclip.mp4`],
  ])('%i for %s %s', async (status, method, path) => {
    await expectRefusal(await fetch(bank.url + path, { method }), status);
  });

  test.each([
    [400, '{"filename":'],
    [400, '[]'],
    [400, upload('video/mp4', 0)],
    [400, upload('video/mp4', -1)],
    [400, upload('video/mp4', 'much')],
    [400, upload('text/html', 10, 'page')],
    [413, upload('video/mp4', MAX_BYTES + 1)],
  ])('%i for opening an upload with %s', async (status, body) => {
    const response = await fetch(`${bank.url}/s3/multipart`, { method: 'POST', body });
    await expectRefusal(response, status);
  });
});

const expectRefusal = async (response: Response, status: number) => {
  const refusal = await response.text();

  expect(response.status).toBe(status);
  expect(JSON.parse(refusal)).toEqual({
    code: expect.stringMatching(/^[A-Z_]+$/u),
    message: expect.stringMatching(/^[A-Z].*\.$/u),
    hint: expect.stringMatching(/^[A-Z].*\.$/u),
  });
  expect(refusal).not.toMatch(/\bat .*:\d+|node_modules|Error/u);
  expect(await stateOf(bank)).toEqual(before);
};

test('upload links are signed for as long as shared/src/lifetimes.ts says', async () => {
  const Signed = v.object({ url: v.string(), expiresAt: v.pipe(v.string(), v.isoTimestamp()) });
  const asked = Date.now();
  const response = await fetch(`${bank.url}/signed-url?file=clip.mp4&size=1000`);
  const { url, expiresAt } = v.parse(Signed, await response.json());

  expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe(String(LINK_SECONDS.upload));
  expect(Math.round((Date.parse(expiresAt) - asked) / 1000 / 60)).toBe(LINK_SECONDS.upload / 60);
});

describe('a WebSocket', () => {
  test('that never subscribes is one row, and none after it closes', async () => {
    const { socket, closed } = await connect(bank.url);
    const open = { ...before, connections: (before.connections ?? 0) + 1 };
    expect(await stateOf(bank)).toEqual(open);

    socket.close();
    await closed;
    await eventually(async () =>
      (await bank.countRows()).connections === before.connections ? true : undefined,
    );
  });

  test('that floods is closed and forgotten, and the others continue', async () => {
    const id = await openSession();
    const [flooder, other] = [await connect(bank.url), await connect(bank.url)];
    const subscription = JSON.stringify({ action: 'subscribe', session: id });
    for (let i = 0; i < 200; i++) flooder.socket.send(subscription);

    expect(await flooder.closed).toBe(POLICY_VIOLATION);
    await setTimeout(1000);
    other.socket.send(subscription);
    await eventually(async () => {
      await bank.report({ id, step: 'gif', gif: `${id}/clip.gif` });
      return other.heard[0];
    });
    other.socket.close();
    await other.closed;
    await eventually(async () =>
      (await bank.countRows()).connections === before.connections ? true : undefined,
    );
  });
});

test('a thousand concurrent requests are throttled, and the next one is answered', async () => {
  const all = Array.from({ length: 1000 }, () => fetch(`${bank.url}/signed-url?file=x`));
  const answers = await Promise.all(all);
  const statuses = answers.map(({ status }) => status);

  expect(new Set(statuses)).toEqual(new Set([400, 429]));
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(100);
  expect(await stateOf(bank)).toEqual(before);
  await setTimeout(1000);
  expect((await fetch(`${bank.url}/signed-url?file=clip.mp4&size=1000`)).status).toBe(200);
});
