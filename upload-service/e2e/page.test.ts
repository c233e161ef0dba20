import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openBadConnection } from './testing/bad-connection.ts';
import { MAX_BYTES, type Bank } from './testing/bank.ts';
import { eventually } from './testing/eventually.ts';
import type { Media } from './testing/media.ts';
import { onStage } from './testing/on-stage.ts';
import { tellStory } from './testing/story.ts';
import { choose, currentTime, file, shownSession } from './testing/visitor.ts';

const here = onStage();
let bank: Bank;
let media: Media;
beforeAll(() => {
  ({ bank, media } = here.stage);
});

/** Drops a file on the page with the browser's own drag data. */
const drop = async (page: Page, name: string, video: Buffer) => {
  await page.goto(bank.url);
  const data = await page.evaluateHandle(
    `(() => {
      const bytes = Uint8Array.from(atob('${video.toString('base64')}'), (c) => c.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], '${name}', { type: 'video/webm' }));
      return data;
    })()`,
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer: data });
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
};

const stages = (page: Page) => page.getByRole('list', { name: 'Progress' });

describe('an uploaded video', () => {
  test('shows its preview, then its labels one by one, and seeks to where they are seen', async () => {
    const { page } = here.tab;
    await drop(page, 'clip.webm', media.video);
    const id = await shownSession(page);
    expect(await bank.readSource(`videos/${id}/clip.webm`)).toEqual(media.video);
    const story = tellStory(bank, media, id);
    await page.getByRole('heading', { name: 'clip.webm' }).waitFor();

    // Labels wait for the preview, whatever arrives first.
    await story.makeCaptures();
    await story.label(0);
    await stages(page).getByText('Labels: 1 of 4').waitFor();
    expect(await page.getByRole('button', { name: 'Clock' }).count()).toBe(0);

    await story.makeGif();
    await page.getByRole('img', { name: 'Moving preview of clip.webm' }).waitFor();
    await page.getByRole('button', { name: 'Clock 97 %' }).waitFor();
    expect(await page.getByRole('button', { name: 'Stop Sign 88 %' }).count()).toBe(0);
    await story.label(1);
    await page.getByRole('button', { name: 'Stop Sign 88 %' }).waitFor();
    await story.label(2);
    await story.finish();
    await page.getByRole('link', { name: 'Metadata' }).waitFor();
    expect(await stages(page).count()).toBe(0);

    await page.getByRole('button', { name: 'Stop Sign 88 %' }).click();
    await eventually(async () => ((await currentTime(page)) === 1.5 ? true : undefined));
    expect(page.url()).toBe(`${bank.url}/v/${id}#t=1.5`);
    await page.getByRole('button', { name: 'Stop Sign 88 %' }).click();
    await eventually(async () => ((await currentTime(page)) === 4 ? true : undefined));
    await page.getByRole('button', { name: 'Go to 0:00 Clock' }).press('Enter');
    await eventually(async () => ((await currentTime(page)) === 0 ? true : undefined));

    await page.goto(`${bank.url}/v/${id}#t=4`);
    await page.reload();
    await eventually(async () => ((await currentTime(page)) === 4 ? true : undefined));
    await page.locator('.player .box-name', { hasText: 'Stop Sign' }).waitFor();
  });

  test('can be found by its labels', async () => {
    const { page } = here.tab;
    await choose(page, bank.url, file('garden.webm', media.video));
    const id = await shownSession(page);
    await tellStory(bank, media, id).finish();
    await page.getByRole('button', { name: 'Stop Sign 88 %' }).waitFor();

    await page.getByRole('link', { name: 'All videos' }).click();
    const search = page.getByRole('searchbox', { name: 'Search your videos' });
    await page.getByRole('link', { name: 'clip.webm' }).first().waitFor();
    await search.fill('stop sign');
    await search.press('Enter');
    await page.getByRole('button', { name: 'Remove filter: Stop Sign' }).waitFor();
    await page.getByRole('link', { name: 'clip.webm' }).first().waitFor();
    await search.fill('bicycle');
    await search.press('Enter');
    await page.getByText('No video matches this filter').waitFor();
    await search.fill('stop sign');
    await search.press('Enter');
    await page.getByRole('link', { name: 'clip.webm' }).first().click();
    expect(await shownSession(page)).toBe(id);
  });

  test('that cannot be processed shows the reason and what to do', async () => {
    const { page } = here.tab;
    await choose(page, bank.url, file('clip.webm', media.video));
    await tellStory(bank, media, await shownSession(page)).fail();

    const alert = page.getByRole('alert');
    await alert.getByText('The file holds no video.').waitFor();
    await alert.getByText('Check that it plays on your device.').waitFor();
  });
});

test('a video that the browser cannot play is shown in pictures', async () => {
  const { page } = here.tab;
  await choose(page, bank.url, file('clip.webm', Buffer.from('of a kind that nobody knows')));
  const story = tellStory(bank, media, await shownSession(page));
  await story.makeCaptures();
  await story.finish();

  await page.getByRole('button', { name: 'Stop Sign 88 %' }).click();
  await page.getByRole('img', { name: 'The moment at 0:01, Clock, Stop Sign' }).waitFor();
  await page.locator('.player .box-name', { hasText: 'Stop Sign' }).waitFor();
});

test('a file that is not a video, or is too large, is rejected before it is sent', async () => {
  const { page } = here.tab;
  const stored = await bank.listSource();
  await choose(
    page,
    bank.url,
    file('notes.txt', Buffer.from('hello'), 'text/plain'),
    file('empty.webm', Buffer.alloc(0)),
    file('long.webm', Buffer.alloc(MAX_BYTES + 1)),
  );

  const alerts = page.getByRole('alert');
  await alerts.nth(2).waitFor();
  expect(await alerts.allInnerTexts()).toEqual([
    expect.stringContaining('“notes.txt” is not a video. Choose a video file'),
    expect.stringContaining('“empty.webm” is empty.'),
    expect.stringContaining('“long.webm” is too large: 20 MB.'),
  ]);
  expect(await bank.listSource()).toEqual(stored);
});

test('an unknown address says that the video was not found', async () => {
  await here.tab.page.goto(`${bank.url}/v/0b8f1c54-6f0b-4d6e-9f6a-1d5c1c0a7e11`);
  await here.tab.page.getByRole('heading', { name: 'Video not found' }).waitFor();
});

describe('over a bad connection', () => {
  let connection: Awaited<ReturnType<typeof openBadConnection>>;
  beforeEach(async () => {
    connection = await openBadConnection();
    await here.tab.close();
    await here.openTab({ proxy: { server: connection.server } });
  });
  afterEach(() => connection.close());

  test('an upload resumes after a reload, and every byte arrives', async () => {
    const { page } = here.tab;
    const video = randomBytes(17_000_000);
    await choose(page, bank.url, file('long.webm', video));
    await eventually(() => (connection.parts.done > 0 ? true : undefined));
    await page.reload();
    const sent = connection.parts.done;

    const id = await shownSession(page);

    const stored = await bank.readSource(`videos/${id}/long.webm`);
    const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    expect(hash(stored)).toBe(hash(video));
    // Four parts; those that had arrived before the reload were not sent again.
    expect(sent).toBeGreaterThan(0);
    expect(connection.parts.begun).toBeGreaterThan(connection.parts.done);
    expect(connection.parts.done).toBeLessThanOrEqual(5);
  });

  test('a result is shown even if its WebSocket is cut', async () => {
    const { page } = here.tab;
    await choose(page, bank.url, file('clip.webm', media.video));
    const story = tellStory(bank, media, await shownSession(page));
    await story.makeGif();
    await page.getByRole('img', { name: 'Moving preview of clip.webm' }).waitFor();
    connection.cutWebSockets();
    await story.makeCaptures();
    await story.finish();

    await page.getByRole('button', { name: 'Stop Sign 88 %' }).waitFor();
  });

  test('an upload can be paused and resumed', async () => {
    const { page } = here.tab;
    await choose(page, bank.url, file('held.webm', randomBytes(19_000_000)));
    await page.getByRole('button', { name: 'Pause held.webm' }).click();
    await page.getByText(/Paused at/u).waitFor();
    await page.getByRole('button', { name: 'Resume held.webm' }).click();

    const id = await shownSession(page);
    expect((await bank.readSource(`videos/${id}/held.webm`)).length).toBe(19_000_000);
  });
});
