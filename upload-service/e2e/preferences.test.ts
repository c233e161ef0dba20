import { expect, test } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { eventually } from './testing/eventually.ts';
import { onStage } from './testing/on-stage.ts';
import { uploadClip } from './testing/upload-clip.ts';
import { choose, file, shownSession } from './testing/visitor.ts';

let session: string;

const here = onStage({
  tab: false,
  prepare: async (stage) => {
    session = await uploadClip(stage);
  },
});

/** The result as a visitor with these preferences sees it. */
const openResult = async (options: BrowserContextOptions = {}, before = '') => {
  const page = await here.openTab(options);
  if (before) await page.addInitScript(before);
  await page.goto(`${here.stage.bank.url}/v/${session}`);
  await page.getByRole('button', { name: 'Stop Sign 88 %' }).waitFor();
  return page;
};

const styleOf = (page: Page, selector: string, property: string) =>
  page.evaluate(`getComputedStyle(document.querySelector('${selector}')).${property}`);

test.each(['light', 'dark'] as const)(
  'in forced colours on a %s desktop the track and its marks stand out',
  async (colorScheme) => {
    const page = await openResult({ forcedColors: 'active', colorScheme });
    const ground = await styleOf(page, '.track', 'backgroundColor');
    expect(await styleOf(page, '.track', 'borderTopStyle')).toBe('solid');
    const colours = ['.track-mark.shown', '.track-head'].map((mark) =>
      styleOf(page, mark, 'backgroundColor'),
    );
    for (const colour of await Promise.all(colours)) expect(colour).not.toBe(ground);
  },
);

test('a printed result has its facts, moments and track, without controls or an empty page', async () => {
  // A4 at 96 pixels per inch.
  const paper = { width: 794, height: 1123 };
  const page = await openResult({ viewport: paper });
  await page.emulateMedia({ media: 'print' });
  for (const shown of ['h1', '.facts', '.track', '.chips', '.timeline'])
    expect(await page.locator(shown).isVisible()).toBe(true);
  for (const hidden of ['.top-bar', '.player', '.result-actions', '.gif-button'])
    expect(await page.locator(hidden).isVisible()).toBe(false);
  const pdf = await page.pdf({ format: 'A4', printBackground: true });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/gu);
  expect(pages).toHaveLength(1);
});

test('under "reduced motion" a GIF is paused until it is played', async () => {
  const page = await openResult({ reducedMotion: 'reduce' });
  await page.locator('.gif canvas').waitFor();
  expect(await styleOf(page, '.gif img', 'visibility')).toBe('hidden');
  // A canvas is 300 pixels wide until the picture is drawn.
  const width = () => page.evaluate("document.querySelector('.gif canvas').width");
  await eventually(async () => ((await width()) === 160 ? true : undefined));

  await page.getByRole('button', { name: 'Play the preview' }).click();
  expect(await styleOf(page, '.gif img', 'visibility')).toBe('visible');
});

test('the focus stays with the label when all are shown again', async () => {
  const page = await openResult();
  const sign = page.getByRole('button', { name: 'Stop Sign 88 %' });
  await sign.click();
  await page.getByRole('button', { name: 'Show all' }).press('Enter');
  await page.getByRole('button', { name: 'Show all' }).waitFor({ state: 'detached' });
  expect(await sign.and(page.locator(':focus')).count()).toBe(1);
});

test('boxes do not cover the player’s controls', async () => {
  const page = await openResult();
  await page.getByRole('button', { name: 'Stop Sign 88 %' }).click();
  await page.locator('.player .box-name').waitFor();
  expect(await styleOf(page, '.player .boxes', 'clipPath')).toBe('inset(0px 0px 72px)');
  expect(await styleOf(page, '.player .boxes', 'pointerEvents')).toBe('none');
});

test('a video whose pictures cannot be decoded is shown as stills', async () => {
  const page = await openResult(
    {},
    "Object.defineProperty(HTMLVideoElement.prototype, 'videoWidth', { get: () => 0 })",
  );
  await page.getByText('This browser cannot play this kind of video').waitFor();
  await page.getByRole('button', { name: 'Stop Sign 88 %' }).click();
  await page.getByRole('img', { name: 'The moment at 0:01, Clock, Stop Sign' }).waitFor();
});

test('a page with blocked storage works, and its console stays clean', async () => {
  const page = await here.openTab();
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  // What Chromium does if cookies are blocked.
  await page.addInitScript(`
    const refuse = () => { throw new DOMException('Access is denied.', 'SecurityError'); };
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(globalThis, name, { get: refuse });
    IDBFactory.prototype.open = refuse;`);
  const { bank, media } = here.stage;
  await choose(page, bank.url, file('clip.webm', media.video));
  await shownSession(page);
  await page.getByRole('heading', { name: 'clip.webm' }).waitFor();
  await page.close();
  expect(errors).toEqual([]);
});
