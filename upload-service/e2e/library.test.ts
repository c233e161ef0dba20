import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { label } from '@video-service/shared/testing/example-metadata';
import { metadata, OTHER_ID } from '../src/testing/examples.ts';
import { PageConfig } from '#api/session-view';
import { runReindex } from '../src/reindex/command.ts';
import { openBank, type Bank } from './testing/bank.ts';
import { eventually } from './testing/eventually.ts';

const PASSPHRASE = 'correct horse battery staple';
const CAMERA_ID = '1f0c0c0e-3a5f-4b57-8a52-9b1f0a3f2d22';
const KEY = 'videos/garden/20261122_210305.mp4';

const Page = v.object({
  videos: v.array(
    v.looseObject({
      id: v.string(),
      moments: v.array(v.object({ captureUrl: v.string(), time: v.number(), frame: v.string() })),
    }),
  ),
  cursor: v.optional(v.string()),
});

const View = v.looseObject({ status: v.number(), gifUrl: v.optional(v.string()) });
const Ticket = v.object({ ticket: v.string() });

let bank: Bank;
beforeAll(async () => {
  bank = await openBank({ passphrase: PASSPHRASE });
}, 120_000);
afterAll(() => bank.close());

const ask = (path: string, init?: RequestInit) => fetch(bank.url + path, init);

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const signIn = async () => {
  const answer = await post('/sign-in', { passphrase: PASSPHRASE });
  expect(answer.status).toBe(204);
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
};

const listenAsOwner = async (cookie: string, onMessage: (message: unknown) => void) => {
  const { webSocketUrl } = v.parse(PageConfig, await (await ask('/config.json')).json());
  const { ticket } = v.parse(Ticket, await (await ask('/ticket', { headers: { cookie } })).json());
  const socket = new WebSocket(`${webSocketUrl}?${new URLSearchParams({ ticket }).toString()}`);
  socket.addEventListener('message', ({ data }) => onMessage(JSON.parse(String(data))));
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  return socket;
};

const isTold = (heard: unknown[], steps: object[]) =>
  steps.every((step) => heard.some((each) => JSON.stringify(each) === JSON.stringify(step)));

describe('a stranger', () => {
  // Sign-in, assets, and what the page needs to know before it can ask for the passphrase.
  const FOR_ALL = [
    'GET /',
    'GET /assets/{file}',
    'GET /config.json',
    'GET /owner',
    'GET /v/{session}',
    'POST /sign-in',
    'POST /sign-out',
  ];
  const pathOf = (route: string) =>
    route
      .replace('{file}', 'index.js')
      .replaceAll(/\{(?:session|id)\}/gu, CAMERA_ID)
      .replaceAll(/\{\w+\}/gu, '1');

  test('must sign in for every route except sign-in and the page itself', async () => {
    const answers = await Promise.all(
      bank.routes.map(async (route) => {
        const [method = '', path = ''] = pathOf(route).split(' ');
        const answer = await ask(path, { method });
        return { route, status: answer.status, body: await answer.text() };
      }),
    );

    const open = answers.filter(({ status }) => status !== 401).map(({ route }) => route);
    expect(open).toEqual(FOR_ALL);
    const refused = answers.filter(({ route }) => !FOR_ALL.includes(route));
    expect(refused.length).toBeGreaterThan(15);
    for (const { body } of refused) expect(JSON.parse(body)).toMatchObject({ code: 'SIGN_IN' });
  });

  test.each(['/', '/config.json', '/owner'])('can see %s', async (path) => {
    expect((await ask(path)).status).toBe(200);
  });

  test('gets no messages through a WebSocket', async () => {
    const { webSocketUrl } = v.parse(PageConfig, await (await ask('/config.json')).json());
    const opened = await new Promise((resolve) => {
      const socket = new WebSocket(`${webSocketUrl}?ticket=99999999999.${'x'.repeat(43)}`);
      socket.addEventListener('open', () => resolve(true));
      socket.addEventListener('error', () => resolve(false));
    });

    expect(opened).toBe(false);
  });

  test('cannot sign in with a wrong passphrase, nor from another site', async () => {
    expect((await post('/sign-in', { passphrase: 'open sesame' })).status).toBe(401);
    expect(
      (await post('/sign-in', { passphrase: PASSPHRASE }, { origin: 'https://evil.example' }))
        .status,
    ).toBe(403);
    expect((await post('/sign-in', 'nonsense')).status).toBe(400);
  });
});

describe('the owner', () => {
  let cookie: string;
  beforeAll(async () => {
    await bank.putSource(KEY, Buffer.from('a video'), 'video/mp4');
    await bank.putSource(`captures/${CAMERA_ID}/c-0.png`, Buffer.from('a picture'), 'image/png');
    await bank.publish({
      ...metadata,
      id: CAMERA_ID,
      video: KEY,
      labels: [
        {
          frame: '0',
          time: 0,
          capture: `captures/${CAMERA_ID}/c-0.png`,
          labels: [label('Dog', 80), label('Person', 90)],
        },
        {
          frame: '900',
          time: 0.9,
          capture: `captures/${CAMERA_ID}/c-900.png`,
          labels: [label('Dog', 70)],
        },
      ],
    });
    cookie = await signIn();
  });

  const list = async (query: string) => {
    const answer = await ask(`/videos?${query}`, { headers: { cookie } });
    return v.parse(Page, await answer.json());
  };

  test('finds a camera’s video, and the moment with the requested label', async () => {
    await eventually(async () => (await list('')).videos[0]);

    const { videos } = await list('label=Dog&label=Person&camera=garden');

    expect(videos).toEqual([
      expect.objectContaining({
        id: CAMERA_ID,
        state: 'ready',
        door: 'camera',
        camera: 'garden',
        name: '20261122_210305.mp4',
        recorded: { at: '2026-11-22T21:03:05.000Z', offset: '+00:00', from: 'name' },
        labels: ['Dog', 'Person'],
      }),
    ]);
    const [moment] = videos[0]?.moments ?? [];
    expect(await (await fetch(moment?.captureUrl ?? '')).text()).toBe('a picture');
  });

  test('follows a camera’s video from when it is accepted until it is done and deleted', async () => {
    const id = '2f0c0c0e-3a5f-4b57-8a52-9b1f0a3f2d22';
    const key = 'videos/shed/20261122_220000.mp4';
    const see = async () => {
      const answer = await ask(`/metadata/${id}`, { headers: { cookie } });
      return v.parse(View, await answer.json());
    };
    const heard: unknown[] = [];
    const socket = await listenAsOwner(cookie, (message) => heard.push(message));
    for (const session of ['library', id])
      socket.send(JSON.stringify({ action: 'subscribe', session }));

    await bank.putSource(key, Buffer.from('a video'), 'video/mp4');
    await bank.start({ id, bucket: 'video-service-local-source-000000000000', key, size: 7 });
    await eventually(async () => (await list('camera=shed')).videos[0]);
    expect((await list('camera=shed')).videos).toMatchObject([{ id, state: 'processing' }]);
    expect(await see()).toMatchObject({ status: 0, file: '20261122_220000.mp4' });

    await bank.report({ id, step: 'gif', gif: `${id}/clip.gif` });
    await eventually(async () => (await see()).gifUrl);
    await bank.publish({ ...metadata, id, video: key });
    await eventually(async () => (await see()).status === 1 || undefined);
    expect((await list('camera=shed&state=ready')).videos).toMatchObject([{ id }]);
    const chapters = await ask(`/metadata/${id}/chapters.vtt`, { headers: { cookie } });
    expect(await chapters.text()).toContain('Clock');

    expect((await ask(`/videos/${id}`, { method: 'DELETE', headers: { cookie } })).status).toBe(
      202,
    );
    expect((await ask(`/metadata/${id}/chapters.vtt`, { headers: { cookie } })).status).toBe(404);
    await eventually(async () => (await list('camera=shed')).videos.length === 0 || undefined);
    const steps = [
      { session: id, step: 'done' },
      { session: id, step: 'deleted' },
      { session: 'library', step: 'changed', id, state: 'processing' },
      { session: 'library', step: 'changed', id, state: 'ready' },
      { session: 'library', step: 'changed', id, state: 'deleted' },
    ];
    await eventually(() => (isTold(heard, steps) ? true : undefined));
    socket.close();
  });

  test('finds everything again after the library is lost and rebuilt', async () => {
    const keep = (method: string) =>
      ask(`/videos/${CAMERA_ID}/keep`, { method, headers: { cookie } });
    const run = async () => {
      const printed: string[] = [];
      const code = await runReindex(['--endpoint', bank.awsUrl], {
        print: (line) => printed.push(line),
        signal: new AbortController().signal,
        zoneOf: async () => 'UTC',
      });
      return { code, printed };
    };
    await keep('PUT');
    await list('');
    const before = await bank.scanLibrary();
    const shown = (await list('label=Dog')).videos.map(({ id, kept }) => [id, kept]);
    expect(shown).toEqual([[CAMERA_ID, true]]);

    await bank.loseLibrary();
    expect((await list('')).videos).toEqual([]);
    expect((await run()).code).toBe(0);

    expect((await list('label=Dog')).videos.map(({ id, kept }) => [id, kept])).toEqual(shown);
    expect(await bank.scanLibrary()).toEqual(before);
    await keep('DELETE');
  });

  test('finds nothing where there is nothing, and gets the reason for an invalid query', async () => {
    expect(await list('label=Cat')).toEqual({ videos: [] });
    const answer = await ask('/videos?from=0000-01-01', { headers: { cookie } });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      message: 'from must be a date such as 2026-11-22.',
    });
  });

  test('keeps a video and undoes that, unless another site requests it', async () => {
    const keep = async (method: string, headers: Record<string, string> = {}) =>
      ask(`/videos/${CAMERA_ID}/keep`, { method, headers: { cookie, ...headers } });
    const isKept = async () => (await list('camera=garden')).videos.map(({ kept }) => kept);

    expect(await isKept()).toEqual([false]);
    expect((await keep('PUT', { origin: 'https://evil.example' })).status).toBe(401);
    expect((await keep('PUT', { 'sec-fetch-site': 'cross-site' })).status).toBe(401);
    expect(await isKept()).toEqual([false]);

    expect(await (await keep('PUT')).json()).toEqual({ id: CAMERA_ID, kept: true });
    expect(await isKept()).toEqual([true]);

    expect(await (await keep('DELETE')).json()).toEqual({ id: CAMERA_ID, kept: false });
    expect(await isKept()).toEqual([false]);
    expect(
      (await ask(`/videos/${OTHER_ID}/keep`, { method: 'PUT', headers: { cookie } })).status,
    ).toBe(404);
  });

  test('sees how many videos show each label', async () => {
    const answer = await ask('/videos/labels', { headers: { cookie } });

    expect(await answer.json()).toEqual({ labels: { Dog: 1, Person: 1 } });
  });

  test('sees the cameras of the bank, and how many videos each has', async () => {
    const answer = await ask('/videos/cameras', { headers: { cookie } });

    expect(await answer.json()).toEqual({ cameras: [{ name: 'garden', videos: 1 }] });
  });

  test('signs out', async () => {
    const answer = await post('/sign-out', {}, { cookie });

    expect(answer.headers.getSetCookie()).toEqual([expect.stringContaining('Max-Age=0')]);
  });
});
