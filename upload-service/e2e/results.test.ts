import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SAMPLE_SESSION_ID } from '@video-service/shared/keys';
import type { Metadata } from '@video-service/shared/metadata';
import * as v from 'valibot';
import { label } from '@video-service/shared/testing/example-metadata';
import { metadata } from '../src/testing/examples.ts';
import { PageConfig, SessionView } from '#api/session-view';
import { openBank, type Bank } from './testing/bank.ts';
import { connect } from './testing/connect.ts';
import { eventually } from './testing/eventually.ts';

let bank: Bank;
beforeAll(async () => {
  bank = await openBank();
}, 120_000);
afterAll(() => bank.close());

const openSession = async () => {
  const response = await fetch(`${bank.url}/signed-url?file=clip.mp4&size=1000`);
  return v.parse(v.object({ session: v.string() }), await response.json()).session;
};
const read = async (session: string): Promise<SessionView | number> => {
  const response = await fetch(`${bank.url}/metadata/${session}`);
  return response.ok ? v.parse(SessionView, await response.json()) : response.status;
};
const readWhen = (session: string, ready: (view: SessionView) => boolean) =>
  eventually(async () => {
    const view = await read(session);
    return typeof view === 'object' && ready(view) ? view : undefined;
  });

const of = (id: string): Metadata => ({
  ...metadata,
  id,
  video: `videos/${id}/clip.mp4`,
  gif: `${id}/clip.gif`,
});

describe('a session', () => {
  test('is updated as its steps finish, and is ready with its metadata', async () => {
    const id = await openSession();
    expect(await read(id)).toMatchObject({ status: 0, labels: [] });

    await bank.putRender(`${id}/clip.gif`, Buffer.from('GIF89a'), 'image/gif');
    await bank.report({ id, step: 'gif', gif: `${id}/clip.gif` });
    const { gifUrl } = await readWhen(id, (view) => view.gifUrl !== undefined);
    expect(await (await fetch(gifUrl ?? '')).text()).toBe('GIF89a');

    await bank.report({ id, step: 'label', frame: '1500', labels: [label('Clock', 91)] });
    await readWhen(id, ({ allLabels }) => allLabels[0]?.Name === 'Clock');

    await bank.publish(of(id));
    const view = await readWhen(id, ({ status }) => status === 1);
    expect(view.labels.map(({ frame, time }) => [frame, time])).toEqual([['1500', 1.5]]);
    const saved = await fetch(view.metadataUrl ?? '');
    expect(saved.headers.get('content-disposition')).toBe('attachment; filename="metadata.json"');
    expect(await saved.json()).toEqual(of(id));
  });

  test('that failed is reported with its error', async () => {
    const id = await openSession();
    const error = {
      stage: 'probe',
      code: 'NOT_A_VIDEO',
      message: 'No.',
      hint: 'Another.',
    } as const;
    await bank.publish({ ...of(id), status: -1, error });

    expect(await readWhen(id, ({ status }) => status === -1)).toMatchObject({ error });
  });

  test('of another door is shown to the owner once it is ready', async () => {
    const other = randomUUID();
    await bank.report({ id: other, step: 'gif', gif: `${other}/clip.gif` });
    expect(await read(other)).toBe(404);

    await bank.publish(of(other));

    expect(await readWhen(other, ({ status }) => status === 1)).toMatchObject({ id: other });
  });
});

test('the sample is offered to every page once it is ready', async () => {
  const config = async () =>
    v.parse(PageConfig, await (await fetch(`${bank.url}/config.json`)).json()).sample;
  expect(await config()).toBe(undefined);

  await bank.publish(of(SAMPLE_SESSION_ID));

  expect(await eventually(config)).toBe(SAMPLE_SESSION_ID);
  const view = await readWhen(SAMPLE_SESSION_ID, ({ status }) => status !== 0);
  expect(view).toMatchObject({ status: 1 });
});

describe('a WebSocket', () => {
  test('reports each step of its session as it finishes', async () => {
    const [id, other] = [await openSession(), await openSession()];
    const { socket, heard, closed } = await connect(bank.url);
    socket.send(JSON.stringify({ action: 'subscribe', session: id }));

    // Steps before the subscription are stored with the session, so they are repeated until one is received.
    await eventually(async () => {
      await bank.report({ id, step: 'gif', gif: `${id}/clip.gif` });
      return heard[0];
    });
    await bank.report({ id: other, step: 'gif', gif: `${other}/clip.gif` });
    await bank.report({ id, step: 'label', frame: '0', labels: [label('Clock', 91)] });
    await eventually(() => heard.find((step) => v.is(v.object({ frame: v.literal('0') }), step)));
    await bank.publish(of(id));
    await eventually(() => heard.find((step) => v.is(v.object({ step: v.literal('done') }), step)));

    expect(heard[0]).toEqual({
      session: id,
      step: 'gif',
      gifUrl: expect.stringContaining(`/${id}/clip.gif?`),
    });
    expect(JSON.stringify(heard)).not.toContain(other);
    socket.close();
    await closed;
  });

  test.each([
    ['noise', 'noise', 'INVALID_MESSAGE'],
    ['another action', '{"action":"shout"}', 'INVALID_MESSAGE'],
  ])('that sends %s gets the reason and is closed', async (_what, message, code) => {
    const { socket, heard, closed } = await connect(bank.url);
    socket.send(message);
    await closed;

    expect(heard).toEqual([expect.objectContaining({ code })]);
  });

  test('of the owner may subscribe to a missing session, and still gets the rest', async () => {
    const { socket, heard, closed } = await connect(bank.url);
    const [unknown, known] = [randomUUID(), await openSession()];
    for (const session of [unknown, known])
      socket.send(JSON.stringify({ action: 'subscribe', session }));

    await eventually(async () => {
      await bank.publish(of(known));
      return heard[0];
    });

    expect(heard[0]).toEqual({ session: known, step: 'done' });
    socket.close();
    await closed;
  });
});

describe('the page', () => {
  test('has a policy that lists only the origins it needs', async () => {
    const response = await fetch(bank.url);
    const policy = response.headers.get('content-security-policy') ?? '';

    expect(response.headers.get('content-type')).toBe('text/html');
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe|\*/u);
  });

  test('has assets that are compressed and cached forever', async () => {
    const html = await (await fetch(bank.url)).text();
    const script = /src="(\/assets\/[^"]+\.js)"/u.exec(html)?.[1] ?? '';
    const headers = { 'accept-encoding': 'br' };
    const response = await fetch(bank.url + script, { headers });

    expect(response.headers.get('content-encoding')).toBe('br');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(await response.text()).toContain('Video bank');
  });

  test('loads with less than 150 KB before its lazy parts', async () => {
    const headers = { 'accept-encoding': 'br' };
    const html = await (await fetch(bank.url)).text();
    const paths = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/gu)].map(
      ([, each = '']) => each,
    );
    const sizes = ['/', ...paths].map(async (path) => {
      const response = await fetch(bank.url + path, { method: 'GET', headers });
      return Number(response.headers.get('content-length'));
    });
    const all = await Promise.all(sizes);

    // The page, its icon, its script and its style.
    expect(all).toHaveLength(4);
    expect(Math.min(...all)).toBeGreaterThan(0);
    expect(all.reduce((sum, bytes) => sum + bytes)).toBeLessThan(150_000);
  });

  test('has no other files', async () => {
    expect((await fetch(`${bank.url}/assets/other.js`)).status).toBe(404);
  });
});
