import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { findFfmpeg } from '../../deploy/src/packaging/ffmpeg-binaries.ts';
import { drawSample } from '../../local/src/sample/draw-sample.ts';
import { openEngine, packageAll } from '../../upload-service/e2e/testing/bank.ts';
import { openBrowser, type Browser } from '../../upload-service/e2e/testing/browser.ts';
import { ACKNOWLEDGEMENT, HINTS } from '../src/messenger/texts.ts';

// Rendering and labelling share the machine with the other tests.
const ANSWER_MS = 120_000;

const opened = new AsyncDisposableStack();
let browser: Browser;
let chatUrl: string;
let film: string;

beforeAll(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'chat-'));
  opened.defer(() => rm(folder, { recursive: true }));
  film = path.join(folder, 'street.mp4');
  await drawSample(film, await findFfmpeg());
  const engine = opened.adopt(await openEngine(await packageAll()), ({ stop }) => stop());
  chatUrl = `${engine.urls.page}/messenger`;
  browser = opened.adopt(await openBrowser(), ({ close }) => close());
}, 180_000);
afterAll(() => opened.disposeAsync());

/** Violations of the accessibility rules. */
const barriersIn = async (page: Page): Promise<unknown> => {
  await page.evaluate(axe.source);
  return page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))',
  );
};

const untilPicturesShow = (page: Page) =>
  page.waitForFunction('[...document.images].every(({ naturalWidth }) => naturalWidth > 0)');

/** Saves a screenshot if a folder for them is configured. */
const keepPicture = async (page: Page, name: string) => {
  const folder = process.env['SCREENSHOTS'];
  if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`) });
};

test('the bot answers a video with an acknowledgement, the GIF and the labels, in this order', async () => {
  const { page, pageErrors } = await browser.openTab({ colorScheme: 'light' });
  await page.goto(chatUrl);
  expect(await barriersIn(page)).toEqual([]);
  await keepPicture(page, 'empty');

  await page.getByLabel('Choose a video').setInputFiles(film);

  const bubbles = page.locator('#messages > li');
  await bubbles.nth(3).waitFor({ timeout: ANSWER_MS });
  const [sent, acknowledgement, preview, labels] = await bubbles.all();
  expect(await sent?.locator('video').getAttribute('src')).toMatch(/\.mp4$/u);
  expect(await acknowledgement?.textContent()).toBe(`Video bot: ${ACKNOWLEDGEMENT}`);
  expect(await preview?.locator('img').getAttribute('src')).toMatch(/\.gif$/u);
  expect(await labels?.textContent()).toMatch(/^Video bot: I see: .*Stopsign \(\d+%\)/u);
  expect(await page.locator('#typing').isVisible()).toBe(false);
  await untilPicturesShow(page);
  await keepPicture(page, 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await keepPicture(page, 'dark');
  expect([await barriersIn(page), pageErrors]).toEqual([[], []]);
}, 180_000);

test('a text gets a hint, even on a phone in dark mode, without being cut off', async () => {
  const { page, pageErrors } = await browser.openTab({
    colorScheme: 'dark',
    viewport: { width: 360, height: 740 },
  });
  await page.goto(chatUrl);

  await page.getByRole('textbox').fill('Hello?');
  await page.keyboard.press('Enter');

  await page.getByText('Send me a video').waitFor({ timeout: ANSWER_MS });
  await untilPicturesShow(page);
  await keepPicture(page, 'dark-phone');
  await page.locator('main').evaluate('(main) => main.scrollTo(0, 0)');
  await keepPicture(page, 'dark-phone-top');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  expect([await barriersIn(page), pageErrors]).toEqual([[], []]);
}, 180_000);

test('a file that is not a video is rejected with the reason', async () => {
  const { page } = await browser.openTab();
  await page.goto(chatUrl);
  const words = { name: 'clip.mp4', mimeType: 'video/mp4', buffer: Buffer.from('only words') };

  await page.locator('#file').setInputFiles(words);

  await page.getByText('The file is not a video').waitFor({ timeout: ANSWER_MS });
}, 180_000);

test('a text file is an attachment that the bot cannot look at', async () => {
  const { page, pageErrors } = await browser.openTab();
  await page.goto(chatUrl);
  const notes = { name: 'my notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Hello?') };

  await page.locator('#file').setInputFiles(notes);

  await page.getByText(HINTS.attachment).waitFor({ timeout: ANSWER_MS });
  const link = page.getByRole('link', { name: notes.name });
  expect(await link.getAttribute('href')).toMatch(/\.txt$/u);
  expect([await barriersIn(page), pageErrors]).toEqual([[], []]);
}, 180_000);

test('files dropped on the page are sent one after the other', async () => {
  const { page } = await browser.openTab();
  await page.goto(chatUrl);
  const dropped = await page.evaluateHandle(`(() => {
    const files = new DataTransfer();
    for (const name of ['first.txt', 'second.txt']) files.items.add(new File(['Hello?'], name));
    return files;
  })()`);

  await page.dispatchEvent('main', 'dragover', { dataTransfer: dropped });
  expect(await page.evaluate('document.body.className')).toBe('dropping');
  await page.dispatchEvent('main', 'drop', { dataTransfer: dropped });

  await page.getByRole('link', { name: 'second.txt' }).waitFor({ timeout: ANSWER_MS });
  const links = await page.locator('.file').allTextContents();
  expect(links.slice(-2)).toEqual(['first.txt', 'second.txt']);
  expect(await page.evaluate('document.body.className')).toBe('');
}, 180_000);

test('a message to an unavailable service shows an error', async () => {
  const { page } = await browser.openTab();
  await page.goto(chatUrl);
  await page.route('**/messenger/messages', (route) => route.abort());

  await page.getByRole('textbox').fill('Hello?');
  await page.keyboard.press('Enter');

  await page.getByRole('alert').getByText('The bot did not accept it.').waitFor();
  expect(await page.locator('#receipt').textContent()).toBe('');
}, 60_000);
