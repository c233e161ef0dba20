import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from './testing/eventually.ts';
import { onStage } from './testing/on-stage.ts';
import { tellStory } from './testing/story.ts';
import { choose, currentTime, file, shownSession } from './testing/visitor.ts';

const here = onStage();

/** Uploads a video and makes it ready; returns its session. */
const upload = async (page: Page) => {
  const { bank, media } = here.stage;
  await choose(page, bank.url, file('clip.webm', media.video));
  const id = await shownSession(page);
  const story = tellStory(bank, media, id);
  await story.makeCaptures();
  await story.makeGif();
  for (const index of [0, 1, 2, 3]) await story.label(index);
  await story.finish();
  await page.getByRole('link', { name: 'Metadata' }).waitFor();
  return id;
};

describe('the card of a video', () => {
  const showCard = async (page: Page) => {
    const id = await upload(page);
    await page.getByRole('link', { name: 'All videos' }).click();
    const card = page.locator(`[data-video="${id}"]`);
    await card.locator('img[src*="clip-poster.jpg"]').waitFor();
    return card;
  };

  test('shows its poster, and its short video on hover', async () => {
    const card = await showCard(here.tab.page);
    expect(await card.locator('video').count()).toBe(0);

    await card.hover();
    await card.locator('video[src*="clip-preview.mp4"]').waitFor();
    expect(await here.tab.page.evaluate("document.querySelector('.tile video').muted")).toBe(true);

    await here.tab.page.getByRole('searchbox').hover();
    await card.locator('video').waitFor({ state: 'detached' });
  });

  test('shows its short video on focus', async () => {
    const card = await showCard(here.tab.page);

    await card.getByRole('link').focus();

    await card.locator('video[src*="clip-preview.mp4"]').waitFor();
  });

  test('shows nothing that moves under "reduced motion"', async () => {
    const card = await showCard(await here.openTab({ reducedMotion: 'reduce' }));

    await card.hover();
    await here.tab.page.waitForTimeout(1000);

    expect(await card.locator('video').count()).toBe(0);
  });
});

describe('the track below the video', () => {
  let page: Page;
  beforeEach(async () => {
    page = here.tab.page;
    await upload(page);
  });

  const pointAt = async (part: number) => {
    const track = page.locator('.track');
    const { width = 0 } = (await track.boundingBox()) ?? {};
    await track.hover({ position: { x: width * part, y: 8 } });
  };

  test('shows the picture and labels of the second under the pointer', async () => {
    // The tracks load after the page.
    await eventually(async () => {
      await pointAt(0.1);
      await pointAt(0.74);
      return (await page.locator('.glimpse-picture').count()) > 0 ? true : undefined;
    });

    const tile = "document.querySelector('.glimpse-picture').style.backgroundPosition";
    expect(await page.evaluate(tile)).toBe('-192px -108px');
    expect(await page.locator('.glimpse-text').textContent()).toBe('0:04 · Stop Sign');
  });

  test('seeks the video to the clicked second', async () => {
    await page.locator('.track').click({ position: { x: 1, y: 8 } });
    await eventually(async () => ((await currentTime(page)) === 0 ? true : undefined));

    const { width = 0 } = (await page.locator('.track').boundingBox()) ?? {};
    await page.locator('.track').click({ position: { x: width / 2, y: 8 } });

    await eventually(async () => {
      const time = Number(await currentTime(page));
      return Math.abs(time - 3) < 0.1 ? true : undefined;
    });
  });
});

test('labels that others imply are behind a button', async () => {
  const page = here.tab.page;
  await upload(page);
  const general = page.getByRole('button', { name: 'Road Sign 88 %' });
  expect(await general.count()).toBe(0);

  await page.getByRole('button', { name: '1 more' }).click();
  await general.waitFor();

  await page.getByRole('button', { name: 'Fewer' }).click();
  await general.waitFor({ state: 'detached' });
});
