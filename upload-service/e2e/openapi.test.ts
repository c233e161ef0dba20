import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Label, Source, VideoError } from '@video-service/shared/metadata';
import { label } from '@video-service/shared/testing/example-metadata';
import { Place } from '@video-service/shared/where/place';
import { CaptureView, PageConfig, SessionView } from '#api/session-view';
import { metadata, previews } from '../src/testing/examples.ts';
import { openBank, type Bank } from './testing/bank.ts';
import { eventually } from './testing/eventually.ts';
import { readOpenApi } from './testing/openapi.ts';

const PASSPHRASE = 'correct horse battery staple';
const CAMERA_ID = '1f0c0c0e-3a5f-4b57-8a52-9b1f0a3f2d22';
const KEY = 'videos/garden/20261122_210305.mp4';

let bank: Bank;
let cookie: string;
let openApi: Awaited<ReturnType<typeof readOpenApi>>;

beforeAll(async () => {
  openApi = await readOpenApi();
  bank = await openBank({ passphrase: PASSPHRASE });
  const signedIn = await post('/sign-in', { passphrase: PASSPHRASE });
  cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  await bank.putSource(KEY, Buffer.from('a video'), 'video/mp4');
  await bank.putRender(previews.storyboard.track, Buffer.from('WEBVTT\n'), 'text/vtt');
  const labels = metadata.labels.map((each) => ({ ...each, labels: [label('Dog', 80)] }));
  await bank.publish({ ...metadata, id: CAMERA_ID, video: KEY, previews, labels });
  await eventually(async () => {
    const answer = await ask('GET /videos', '/videos?label=Dog');
    return (await answer.text()).includes(CAMERA_ID) || undefined;
  });
}, 120_000);
afterAll(() => bank.close());

const post = (path: string, body: unknown) =>
  fetch(bank.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(cookie && { cookie }) },
    body: JSON.stringify(body),
  });

const ask = (route: string, path: string, headers: Record<string, string> = { cookie }) =>
  fetch(bank.url + path, { method: route.split(' ')[0] ?? 'GET', headers });

const fill = (route: string) =>
  (route.split(' ')[1] ?? '')
    .replaceAll(/\{(?:id|session)\}/gu, CAMERA_ID)
    .replace('{file}', 'nothing.js')
    .replaceAll(/\{\w+\}/gu, '1');

test('every route of the API is described, and every described route exists', () => {
  expect(openApi.routes).toEqual(bank.routes);
});

test('every property of a response is described', () => {
  expect(openApi.openObjects()).toEqual([]);
  for (const [schema, { entries }] of Object.entries({
    ...{ Session: SessionView, Capture: CaptureView, PageConfig, Place },
    ...{ Label, Source, VideoError },
  }))
    expect([schema, openApi.propertiesOf(schema).sort()]).toEqual([
      schema,
      Object.keys(entries).sort(),
    ]);
});

test('every route’s response to a stranger is as described, and open only if described so', async () => {
  const problems = await Promise.all(
    bank.routes.map(async (route) => {
      const answer = await ask(route, fill(route), {});
      const isOpen = answer.status !== 401;
      return [
        ...(isOpen === openApi.isOpen(route) ? [] : [`${route} answers ${answer.status}`]),
        ...(await openApi.problemsIn(route, answer)),
      ];
    }),
  );

  expect(problems.flat()).toEqual([]);
});

describe('the responses to the owner are as described', () => {
  const UNKNOWN = randomUUID();
  test.each([
    ['GET /owner', '/owner', 200],
    ['GET /ticket', '/ticket', 200],
    ['GET /config.json', '/config.json', 200],
    ['GET /v/{session}', `/v/${CAMERA_ID}`, 200],
    ['GET /videos', '/videos', 200],
    ['GET /videos', '/videos?label=Dog&limit=1', 200],
    ['GET /videos', '/videos?limit=1000', 400],
    ['GET /videos', `/videos?${'label=Dog&'.repeat(500)}`, 400],
    ['GET /videos/labels', '/videos/labels', 200],
    ['GET /videos/cameras', '/videos/cameras', 200],
    ['GET /metadata/{session}', `/metadata/${CAMERA_ID}`, 200],
    ['GET /metadata/{session}', `/metadata/${UNKNOWN}`, 404],
    ['GET /metadata/{session}', '/metadata/nonsense', 400],
    ['GET /metadata/{session}/storyboard.vtt', `/metadata/${CAMERA_ID}/storyboard.vtt`, 200],
    ['GET /metadata/{session}/chapters.vtt', `/metadata/${CAMERA_ID}/chapters.vtt`, 200],
    ['GET /metadata/{session}/chapters.vtt', `/metadata/${UNKNOWN}/chapters.vtt`, 404],
    ['PUT /videos/{id}/keep', `/videos/${CAMERA_ID}/keep`, 200],
    ['DELETE /videos/{id}/keep', `/videos/${CAMERA_ID}/keep`, 200],
    ['PUT /videos/{id}/keep', `/videos/${UNKNOWN}/keep`, 404],
    ['GET /videos/{id}/receipt', `/videos/${UNKNOWN}/receipt`, 404],
    ['GET /videos/{id}/where', `/videos/${CAMERA_ID}/where`, 200],
    ['GET /videos/{id}/where', `/videos/${UNKNOWN}/where`, 404],
    ['GET /videos/{id}/where', '/videos/nonsense/where', 400],
    ['GET /signed-url', '/signed-url?file=clip.mp4&size=10', 200],
    ['GET /signed-url', '/signed-url?file=notes.txt', 400],
    ['GET /signed-url', '/signed-url?file=clip.mp4&size=9007199254740991', 413],
    ['DELETE /s3/multipart/{uploadId}', '/s3/multipart/garbage', 400],
    ['POST /sign-out', '/sign-out', 204],
  ])('%s %s', async (route, path, status) => {
    const answer = await ask(route, path);

    expect(answer.status).toBe(status);
    expect(await openApi.problemsIn(route, answer)).toEqual([]);
  });

  test('from the first part of an upload to the last', async () => {
    const opened = await post('/s3/multipart', { filename: 'clip.mp4', metadata: { size: '4' } });
    const { uploadId, key } = (await opened.clone().json()) as { uploadId: string; key: string };
    const query = `?key=${encodeURIComponent(key)}`;
    const upload = `/s3/multipart/${encodeURIComponent(uploadId)}`;
    const signed = await ask('GET', `${upload}/1${query}`);
    const { url } = (await signed.clone().json()) as { url: string };
    await fetch(url, { method: 'PUT', body: 'clip' });
    const answers: [string, Response][] = [
      ['POST /s3/multipart', opened],
      ['GET /s3/multipart/{uploadId}/{partNumber}', signed],
      ['GET /s3/multipart/{uploadId}', await ask('GET', upload + query)],
      ['POST /s3/multipart/{uploadId}/complete', await ask('POST', `${upload}/complete${query}`)],
      ['DELETE /s3/multipart/{uploadId}', await ask('DELETE', upload + query)],
    ];

    expect(answers.map(([, { status }]) => status)).toEqual([200, 200, 200, 200, 200]);
    for (const [route, answer] of answers)
      expect(await openApi.problemsIn(route, answer)).toEqual([]);
  });

  test('to a deletion, before and after', async () => {
    const route = 'DELETE /videos/{id}';
    const receipt = 'GET /videos/{id}/receipt';
    const session = 'GET /metadata/{session}';
    const where = 'GET /videos/{id}/where';
    const answers: [string, Response, number][] = [
      [route, await ask(route, `/videos/${CAMERA_ID}`), 202],
      [receipt, await ask(receipt, `/videos/${CAMERA_ID}/receipt`), 200],
      [session, await ask(session, `/metadata/${CAMERA_ID}`), 410],
      [where, await ask(where, `/videos/${CAMERA_ID}/where`), 410],
    ];

    for (const [of, answer, status] of answers) {
      expect(answer.status).toBe(status);
      expect(await openApi.problemsIn(of, answer)).toEqual([]);
    }
  });
});

test('exactly the described parameters of a list are accepted', async () => {
  const parameters = openApi.parameters('GET /videos');
  const statusOf = async (name: string, example: unknown) => {
    const value = encodeURIComponent(Array.isArray(example) ? String(example[0]) : String(example));
    return (await ask('GET /videos', `/videos?${name}=${value}`)).status;
  };
  const examples = parameters.filter(({ name }) => name !== 'cursor');

  for (const { name, example } of examples)
    expect([name, await statusOf(name, example)]).toEqual([name, 200]);
  const refusal = await (await ask('GET /videos', '/videos?cursor=x')).text();
  expect(refusal).toContain('cursor does not belong to this query.');
  for (const { name } of parameters)
    expect([name, await statusOf(`${name}s_`, 'x')]).toEqual([name, 400]);
});
