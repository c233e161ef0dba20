import { randomBytes } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { PART_BYTES } from '#api/part-size';
import { eventually } from './testing/eventually.ts';
import { onStage } from './testing/on-stage.ts';
import { watchStorage } from './testing/storage.ts';
import { choose, file, shownSession } from './testing/visitor.ts';

const MB = 1_000_000;

const here = onStage({ limits: { maxBytes: 1000 * MB } });
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'uploads-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A file of this size that uses no disk space. */
const sparseFile = async (name: string, bytes: number) => {
  const where = path.join(folder, name);
  const handle = await open(where, 'w');
  await handle.truncate(bytes);
  await handle.close();
  return where;
};

const chooser = (page: Page) => page.getByLabel('Choose videos to upload');
const card = (page: Page, name: string) => page.getByRole('group', { name: `Upload of ${name}` });
const countRequests = (page: Page, part: string) => {
  const urls: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes(part)) urls.push(request.url());
  });
  return urls;
};

describe('a video of 700 MB, too large for the browser to store', () => {
  test('stays on the page across a reload and resumes at the next part when it is chosen again', async () => {
    const { page } = here.tab;
    const video = await sparseFile('holiday.mp4', 700 * MB);
    const questions: string[] = [];
    page.on('dialog', (dialog) => {
      questions.push(dialog.type());
      void dialog.accept();
    });
    const storage = await watchStorage(page);
    storage.letThrough(4);
    await page.goto(here.stage.bank.url);
    // A browser asks before leaving a page only if someone has interacted with it.
    await page.getByRole('heading', { name: 'Drop a video' }).click();
    await chooser(page).setInputFiles(video);
    await card(page, 'holiday.mp4').getByText('21 MB of 700 MB').waitFor();
    // What has been sent is not stored yet, and would be sent again.
    await eventually(() => storage.stored.length === 4 || undefined);
    const sent = [...storage.signed];

    await page.reload();
    expect(questions).toEqual(['beforeunload']);
    const stopped = 'Stopped at 21 MB of 700 MB. Choose the same file again to resume.';
    await card(page, 'holiday.mp4').getByText(stopped).waitFor();
    expect(storage.signed).toEqual(sent);

    const opened = countRequests(page, '/s3/multipart');
    storage.letThrough(2);
    await chooser(page).setInputFiles(video);
    await card(page, 'holiday.mp4').getByText('31.5 MB of 700 MB').waitFor();
    expect(storage.signed).toHaveLength(6);
    expect(new Set(storage.signed).size).toBe(6);
    expect(opened.filter((url) => new URL(url).pathname === '/s3/multipart')).toEqual([]);
  });

  test('can be cancelled after the reload', async () => {
    const { page } = here.tab;
    page.on('dialog', (dialog) => void dialog.accept());
    const storage = await watchStorage(page);
    storage.letThrough(1);
    await page.goto(here.stage.bank.url);
    await chooser(page).setInputFiles(await sparseFile('other.mp4', 600 * MB));
    await card(page, 'other.mp4').getByText('5.2 MB of 600 MB').waitFor();
    await page.reload();

    await page.getByRole('button', { name: 'Cancel other.mp4' }).click();
    await card(page, 'other.mp4').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('heading', { name: 'Your videos' }).waitFor();
    expect(await card(page, 'other.mp4').count()).toBe(0);
  });
});

describe('an upload belongs to its tab', () => {
  test('other tabs say that something is being sent, without its name or controls', async () => {
    const { page } = here.tab;
    const storage = await watchStorage(page);
    storage.letThrough(1);
    await choose(page, here.stage.bank.url, file('private.webm', randomBytes(3 * PART_BYTES)));
    await card(page, 'private.webm').getByText('5.2 MB of 15.7 MB').waitFor();

    const other = await here.tab.openAnother();
    const requests = countRequests(other, '/s3/');
    await other.goto(here.stage.bank.url);
    await other.getByText('A video is being sent in another tab.').waitFor();
    expect(await other.getByText('private.webm').count()).toBe(0);

    storage.letThrough(Infinity);
    await page.getByRole('button', { name: 'Pause private.webm' }).click();
    await page.getByRole('button', { name: 'Resume private.webm' }).click();
    const session = await shownSession(page);
    await other.getByText('being sent in another tab').waitFor({ state: 'detached' });
    expect((await here.stage.bank.readSource(`videos/${session}/private.webm`)).length).toBe(
      3 * PART_BYTES,
    );
    expect(requests).toEqual([]);
    expect(other.url()).toBe(`${here.stage.bank.url}/`);
  });

  test('the next visitor of this browser neither sees nor continues it', async () => {
    const storage = await watchStorage(here.tab.page);
    storage.letThrough(1);
    await choose(
      here.tab.page,
      here.stage.bank.url,
      file('private.webm', randomBytes(3 * PART_BYTES)),
    );
    await card(here.tab.page, 'private.webm').getByText('5.2 MB of 15.7 MB').waitFor();
    await here.tab.page.close();

    const next = await here.tab.openAnother();
    const requests = countRequests(next, '/s3/');
    await next.goto(here.stage.bank.url);
    await next.getByRole('heading', { name: 'Your videos' }).waitFor();
    await next.waitForTimeout(2000);
    expect(await next.getByText('private.webm').count()).toBe(0);
    expect(await next.getByText('another tab').count()).toBe(0);
    expect(requests).toEqual([]);
  });
});

test.each([
  ['of 90 Japanese characters', `${'動'.repeat(90)}.mp4`, 'video/mp4', `${'動'.repeat(83)}.mp4`],
  ['with dollars and slashes', 'a${x}\\b.mp4', 'video/mp4', 'a${x}_b.mp4'],
  ['that Linux takes for a translation', 'tv.ts', 'text/vnd.trolltech.linguist', 'tv.ts'],
])('a name %s is accepted', async (_what, name, type, stored) => {
  const { page } = here.tab;
  const video = randomBytes(1000);
  await choose(page, here.stage.bank.url, file(name, video, type));

  const session = await shownSession(page);
  await page.getByRole('heading', { name: stored }).waitFor();
  expect(await here.stage.bank.readSource(`videos/${session}/${stored}`)).toEqual(video);
});

test('a refusal of the bank is shown in its words and not retried', async () => {
  const { page } = here.tab;
  const refusal = {
    code: 'DAILY_LIMIT',
    message: 'Today’s uploads are used up.',
    hint: 'Come at 0:00.',
  };
  await page.route('**/s3/multipart', (route) => route.fulfill({ status: 403, json: refusal }));
  const asked = countRequests(page, '/s3/multipart');
  await choose(page, here.stage.bank.url, file('clip.webm', randomBytes(1000)));

  await card(page, 'clip.webm').getByText('Today’s uploads are used up. Come at 0:00.').waitFor();
  await page.waitForTimeout(2000);
  expect(asked).toHaveLength(1);
  await page.unroute('**/s3/multipart');
  await page.getByRole('button', { name: 'Try again' }).click();
  await shownSession(page);
});

test.each([
  ['a minute', 60],
  ['an hour', 3600],
  ['a night', 10 * 3600],
])(
  'after %s without a network, and without an event, an upload resumes by itself',
  async (_what, seconds) => {
    const { page } = here.tab;
    await page.clock.install();
    const storage = await watchStorage(page);
    await page.goto(here.stage.bank.url);
    await storage.breakOff();
    const video = randomBytes(1000);
    await chooser(page).setInputFiles(file('train.webm', video));
    const broke = card(page, 'train.webm').getByText('Connection lost; retrying');
    await broke.waitFor();
    for (let step = 0; step < 10; step++) await page.clock.fastForward((seconds * 1000) / 10);
    await broke.waitFor();

    await storage.mend();
    await page.clock.fastForward(20_000);
    const session = await shownSession(page);
    expect(await here.stage.bank.readSource(`videos/${session}/train.webm`)).toEqual(video);
  },
);

test('three videos chosen together keep the visitor on the list', async () => {
  const { page } = here.tab;
  const names = ['one.webm', 'two.webm', 'three.webm'];
  await choose(page, here.stage.bank.url, ...names.map((name) => file(name, randomBytes(1000))));
  for (const name of names) await acceptVideo(name, 1000);

  for (const name of names) await page.getByRole('link', { name }).waitFor();
  await page.waitForTimeout(1000);
  expect(page.url()).toBe(`${here.stage.bank.url}/`);
});

// As video-service does once it has arrived.
const acceptVideo = async (name: string, size: number) => {
  const key = await eventually(async () =>
    (await here.stage.bank.listSource()).find((each) => each.endsWith(`/${name}`)),
  );
  const id = key.split('/')[1] ?? '';
  await here.stage.bank.start({ id, bucket: 'test-source', key, size });
};

test('a video chosen twice is reported as already being uploaded', async () => {
  const { page } = here.tab;
  const storage = await watchStorage(page);
  storage.letThrough(0);
  const video = await sparseFile('big.mp4', 10 * MB);
  await page.goto(here.stage.bank.url);
  for (let times = 0; times < 2; times++) await chooser(page).setInputFiles(video);

  await page.getByRole('alert').getByText('“big.mp4” is already being uploaded.').waitFor();
  await eventually(async () => ((await card(page, 'big.mp4').count()) === 1 ? true : undefined));
});
