import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from './testing/eventually.ts';
import { addClips, clipId, type Clip } from './testing/library.ts';
import { onStage } from './testing/on-stage.ts';

const here = onStage();

const add = async (...clips: Clip[]) => {
  await addClips(here.stage.bank, here.stage.media, clips);
  await eventually(async () => {
    const answer = await (await fetch(`${here.stage.bank.url}/videos?limit=100`)).text();
    return clips.every(({ number }) => answer.includes(clipId(number))) ? true : undefined;
  });
};
const tile = (page: Page, number: number) => page.locator(`[data-video="${clipId(number)}"]`);
const select = (page: Page, number: number) =>
  page.getByRole('checkbox', { name: `Select clip ${number}.webm` });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

// After rendering, but before painting: the focus must have moved before the next key is handled.
const FOCUS_AFTER_DELETE = `(async () => {
  [...document.querySelectorAll('button')].find((button) => button.textContent === 'Delete').click();
  await Promise.resolve();
  return document.activeElement.textContent;
})()`;

/** The ids of the deletions that the page has requested. */
const watchDeletions = (page: Page) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'DELETE') asked.push(new URL(request.url()).pathname);
  });
  return asked;
};

describe('deleting', () => {
  beforeAll(() =>
    add(
      ...[11, 12, 13, 14, 15, 16, 17].map((number) => ({
        number,
        hoursAgo: number,
        camera: 'garden',
      })),
    ),
  );

  test('several videos can be undone before anything is requested', async () => {
    const { page } = here.tab;
    const asked = watchDeletions(page);
    await page.goto(here.stage.bank.url);
    await select(page, 11).click();
    await select(page, 13).click({ modifiers: ['Shift'] });
    await page.getByText('3 videos selected').waitFor();
    const focused = await page.evaluate(FOCUS_AFTER_DELETE);
    expect(focused).toBe('Undo');
    await page.getByText('3 videos will be deleted.').waitFor();
    for (const number of [11, 12, 13]) expect(await tile(page, number).count()).toBe(0);
    await press(page, 'Undo');

    for (const number of [11, 12, 13]) await tile(page, number).waitFor();
    expect(asked).toEqual([]);
  });

  test('happens after the wait, and the video is gone from the bank', async () => {
    const { page } = here.tab;
    await page.goto(here.stage.bank.url);
    await select(page, 14).click();
    await press(page, 'Delete');
    await page.mouse.move(0, 0);
    await page.getByText('“clip 14.webm” deleted.').waitFor();

    expect(await tile(page, 14).count()).toBe(0);
    const answer = await fetch(`${here.stage.bank.url}/videos/${clipId(14)}/receipt`);
    expect(answer.status).toBe(200);
  });

  test('asks before the page is left, and waits again after a reload', async () => {
    const { page } = here.tab;
    const asked = watchDeletions(page);
    await page.goto(here.stage.bank.url);
    await select(page, 15).click();
    await press(page, 'Delete');
    // Hovering pauses the countdown.
    await page.getByText('will be deleted').hover();
    const dialog = page.waitForEvent('dialog');
    const reloaded = page.reload();
    expect((await dialog).type()).toBe('beforeunload');
    await (await dialog).accept();
    await reloaded;
    await page.getByText('“clip 15.webm” will be deleted.').waitFor();
    expect(asked).toEqual([]);

    await press(page, 'Undo');
    await tile(page, 15).waitFor();
    await page.reload();
    await tile(page, 15).waitFor();
    expect(await page.getByText('will be deleted').count()).toBe(0);
    expect(asked).toEqual([]);
  });

  test('that the bank refuses shows the video again, with a way to retry', async () => {
    const { page } = here.tab;
    await page.goto(here.stage.bank.url);
    await page.route(`**/videos/${clipId(16)}`, (route) => route.abort(), { times: 1 });
    await select(page, 16).click();
    await press(page, 'Delete');
    await press(page, 'Delete now');
    await page
      .getByText('“clip 16.webm” could not be deleted. The server is not responding.')
      .waitFor();
    await tile(page, 16).waitFor();
    await press(page, 'Try again');
    await press(page, 'Delete now');
    await page.getByText('“clip 16.webm” deleted.').waitFor();
  });

  test('the open video moves on to the next one', async () => {
    const { page } = here.tab;
    await page.goto(here.stage.bank.url);
    await tile(page, 13).getByRole('link').click();
    await page.getByRole('heading', { name: 'clip 13.webm' }).waitFor();
    await press(page, 'Delete');
    await page.getByText('“clip 13.webm” will be deleted.').waitFor();
    await page.getByRole('heading', { name: 'clip 15.webm' }).waitFor();
    await press(page, 'Undo');
  });
});

test('the address of a deleted video says that it was deleted', async () => {
  await add({ number: 71, hoursAgo: 0.4, camera: 'garden' });
  await fetch(`${here.stage.bank.url}/videos/${clipId(71)}`, { method: 'DELETE' });
  await here.tab.page.goto(`${here.stage.bank.url}/v/${clipId(71)}`);
  await here.tab.page.getByRole('heading', { name: 'This video was deleted' }).waitFor();
});

test('a video is kept, and no longer kept', async () => {
  await add({ number: 21, hoursAgo: 0.5, camera: 'garden' });
  const { page } = here.tab;
  const isKept = async () =>
    (await (await fetch(`${here.stage.bank.url}/videos?text=clip+21`)).text()).includes(
      '"kept":true',
    );
  await page.goto(here.stage.bank.url);
  await select(page, 21).click();
  await press(page, 'Keep');
  await tile(page, 21).getByText('Kept').waitFor();
  expect(await isKept()).toBe(true);
  await press(page, 'Stop keeping');
  await tile(page, 21).getByText('Kept').waitFor({ state: 'detached' });
  expect(await isKept()).toBe(false);
});

describe('without a reload', () => {
  test('new videos appear, deleted ones disappear, with few requests', async () => {
    const { page } = here.tab;
    await add({ number: 31, hoursAgo: 0.2, camera: 'garden' });
    let asked = 0;
    page.on('request', (request) => {
      if (request.url().includes('/videos')) asked += 1;
    });
    await page.goto(here.stage.bank.url);
    await tile(page, 31).waitFor();
    const began = Date.now();
    await add({ number: 32, hoursAgo: 0.1, camera: 'front door' });
    await tile(page, 32).waitFor();
    await fetch(`${here.stage.bank.url}/videos/${clipId(31)}`, { method: 'DELETE' });
    await tile(page, 31).waitFor({ state: 'detached' });

    // The list and its labels, and then at most three requests every two and a half seconds.
    const seconds = (Date.now() - began) / 1000;
    expect(asked).toBeLessThanOrEqual(6 + Math.ceil(seconds / 2.5) * 3);
  });

  test('videos added above do not move the visible ones', async () => {
    const { page } = here.tab;
    await add(
      ...Array.from({ length: 12 }, (_, index) => ({
        number: 40 + index,
        hoursAgo: 50 + index,
        camera: 'garden',
      })),
    );
    await page.setViewportSize({ width: 360, height: 500 });
    await page.goto(here.stage.bank.url);
    await page.locator('.tile').first().waitFor();
    await eventually(async () => {
      await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
      return (await tile(page, 49).count()) > 0 ? true : undefined;
    });
    const place = () => tile(page, 49).boundingBox();
    const before = await place();
    const answered = page.waitForResponse(
      async (response) =>
        response.url().includes('/videos?') && (await response.text()).includes(clipId(62)),
    );
    await add(
      { number: 61, hoursAgo: 0.3, camera: 'garden' },
      { number: 62, hoursAgo: 30, camera: 'garden' },
    );
    await answered;
    await page.waitForTimeout(500);
    // Scroll positions are whole pixels, places are not.
    expect(Math.abs(((await place())?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(2);
    await page.keyboard.press('Home');
    await tile(page, 61).waitFor();
  });
});

test('a list that fails to load says so, and loads on retry', async () => {
  const { page } = here.tab;
  await page.route('**/videos?*', (route) => route.abort());
  await page.goto(here.stage.bank.url);
  await page
    .getByRole('alert')
    .getByText('The server is not responding. Check your connection and try again.')
    .waitFor();
  await page.unroute('**/videos?*');
  await press(page, 'Try again');
  await page.locator('.tile').first().waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('a bank without videos shows three ways to add them', async () => {
  const { page } = here.tab;
  await page.route('**/videos?*', (route) => route.fulfill({ json: { videos: [] } }));
  await page.goto(here.stage.bank.url);
  await page.getByRole('heading', { name: 'Your videos appear here' }).waitFor();
  const doors = page.locator('.doors h3');
  expect(await doors.allInnerTexts()).toEqual(['This page', 'A camera', 'Messenger']);
  await page.getByText('Drop videos anywhere on this page, choose files').waitFor();
});
