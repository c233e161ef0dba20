import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openBank, type Bank } from './testing/bank.ts';
import { type Browser, openBrowser } from './testing/browser.ts';
import { eventually } from './testing/eventually.ts';
import { clipId } from './testing/library.ts';

// A real browser and a real engine share the machine with other work.
jest.setTimeout(180_000);

const VIDEOS = 100_000;
const PAGE_VIDEOS = 2000;
const NEWEST = Date.parse('2026-11-25T12:00:00.000Z');

let bank: Bank;
let browser: Browser;
beforeAll(async () => {
  bank = await openBank();
  browser = await openBrowser();
}, 120_000);
afterAll(async () => {
  await browser.close();
  await bank.close();
});

const cardOf = (number: number) => ({
  id: clipId(number),
  state: 'ready',
  door: 'camera',
  camera: 'garden',
  name: `clip ${number}.mp4`,
  recorded: {
    at: new Date(NEWEST - number * 600_000).toISOString(),
    offset: '+00:00',
    from: 'name',
  },
  kept: false,
  labels: ['Dog'],
  moments: [],
});

/** Plays a bank with very many videos. */
const playLibrary = (page: Page) =>
  page.route('**/videos?*', (route) => {
    const from = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0);
    const videos = Array.from({ length: PAGE_VIDEOS }, (_, index) => cardOf(from + index));
    const next = from + PAGE_VIDEOS;
    return route.fulfill({ json: { videos, ...(next < VIDEOS && { cursor: `${next}` }) } });
  });

const END = 'scrollTo(0, document.documentElement.scrollHeight)';

test('of 100,000 videos only those near the window are rendered, and the list can be scrolled to the last', async () => {
  const { page, pageErrors, close } = await browser.openTab({
    viewport: { width: 1280, height: 800 },
  });
  await playLibrary(page);
  await page.goto(bank.url);
  await page.locator('.tile').first().waitFor();
  let most = 0;
  await eventually(async () => {
    await page.evaluate(END);
    most = Math.max(most, await page.locator('.tile').count());
    return (await page.locator(`[data-video="${clipId(VIDEOS - 1)}"]`).count()) > 0
      ? true
      : undefined;
  }, 150_000);

  // Three windows of 800 pixels, with rows of four tiles, and a few headings.
  expect(most).toBeLessThan(80);
  const place = await page.evaluate('scrollY');
  const last = page.locator(`[data-video="${clipId(VIDEOS - 1)}"] a`);
  await last.click();
  await page.waitForURL(/\/v\//u);
  await page.goBack();
  await eventually(async () =>
    (await last.and(page.locator(':focus')).count()) === 1 ? true : undefined,
  );
  expect(await page.evaluate('scrollY')).toBe(place);
  await close();
  expect(pageErrors).toEqual([]);
});
