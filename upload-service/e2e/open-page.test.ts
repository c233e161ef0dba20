import { expect, test } from '@jest/globals';
import { SAMPLE_SESSION_ID, videoKey } from '@video-service/shared/keys';
import type { Page } from 'playwright-core';
import { onStage } from './testing/on-stage.ts';
import { tellStory } from './testing/story.ts';
import { choose, file, shownSession } from './testing/visitor.ts';

const PASSPHRASE = 'correct horse battery staple';

const here = onStage({ limits: { passphrase: PASSPHRASE, uploads: 'open' } });

const videoLinks = (page: Page) => page.locator('.history-card a, .tile-link');

const statusOf = (page: Page, path: string) =>
  page.evaluate(`fetch('${path}').then(({ status }) => status)`);

test('a stranger can upload and sees only their own videos; the owner signs in and sees all', async () => {
  const { bank, browser, media } = here.stage;
  const { page } = here.tab;
  await choose(page, bank.url, file('mine.webm', media.video));
  const id = await shownSession(page);
  const story = tellStory(bank, media, id);
  await story.makeGif();
  await story.finish();
  await page.getByRole('button', { name: 'Stop Sign 88 %' }).waitFor();
  await page.getByRole('link', { name: 'All videos' }).click();
  await page.getByRole('link', { name: 'clip.webm' }).waitFor();

  const other = await browser.openTab();
  await choose(other.page, bank.url, file('theirs.webm', media.video));
  const otherId = await shownSession(other.page);
  const theirs = tellStory(bank, media, otherId);
  await theirs.makeGif();
  await theirs.finish();
  await other.page.getByRole('button', { name: 'Stop Sign 88 %' }).waitFor();
  await other.page.getByRole('link', { name: 'All videos' }).click();
  await other.page.getByText('clip.webm').waitFor();
  expect(await videoLinks(other.page).count()).toBe(1);
  expect(await other.page.getByRole('searchbox', { name: 'Search your videos' }).count()).toBe(0);
  expect(await statusOf(other.page, '/videos')).toBe(401);
  // Videos are visible to those who know their address.
  expect(await statusOf(other.page, `/metadata/${id}`)).toBe(200);

  await other.page.getByRole('button', { name: 'Sign in' }).click();
  await other.page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE);
  await other.page.keyboard.press('Enter');
  await other.page.locator('.tile-link').nth(1).waitFor();
  const links = await videoLinks(other.page).all();
  const shown = await Promise.all(links.map((link) => link.getAttribute('href')));
  expect(shown).toEqual(expect.arrayContaining([`/v/${id}`, `/v/${otherId}`]));

  await other.page.getByRole('button', { name: 'Sign out' }).click();
  await other.page.getByRole('button', { name: 'Not now' }).click();
  await other.page.getByText('Videos you upload from this browser appear here').waitFor();
  expect(await videoLinks(other.page).count()).toBe(0);
  await other.close();
  expect(other.pageErrors).toEqual([]);
});

test('a stranger can search their own videos by content', async () => {
  const { page } = here.tab;
  await choose(page, here.stage.bank.url, file('garden.webm', here.stage.media.video));
  const id = await shownSession(page);
  await tellStory(here.stage.bank, here.stage.media, id).finish();
  await page.getByRole('button', { name: 'Stop Sign 88 %' }).waitFor();

  await page.getByRole('link', { name: 'All videos' }).click();
  const search = page.getByRole('searchbox', { name: 'Search by name or label' });
  await search.fill('stop');
  await page.getByRole('link', { name: 'clip.webm' }).waitFor();
  await search.fill('bicycle');
  await page.getByText('No video has “bicycle”').waitFor();
  await search.fill('');
  await page.getByRole('link', { name: 'clip.webm' }).click();
  expect(await shownSession(page)).toBe(id);
});

test('the focus moves to the neighbour of a video removed from a stranger’s list', async () => {
  const { page } = here.tab;
  await page.goto(here.stage.bank.url);
  const list = ['one', 'two'].map((name) => ({
    session: `${name === 'one' ? 'a' : 'b'}b8f1c54-6f0b-4d6e-9f6a-1d5c1c0a7e11`,
    file: `${name}.webm`,
    addedAt: 1,
  }));
  await page.evaluate(
    `localStorage.setItem('video-bank.history', ${JSON.stringify(JSON.stringify(list))})`,
  );
  await page.reload();
  await page.getByRole('button', { name: 'Remove one.webm from this list' }).press('Enter');
  await page.getByRole('link', { name: 'one.webm' }).waitFor({ state: 'detached' });
  expect(await page.evaluate('document.activeElement.textContent')).toContain('two.webm');
});

// Last, because from then on every page has it.
test('the sample of a new bank is added to the list once it is ready', async () => {
  const { page } = here.tab;
  const { bank, media } = here.stage;
  await page.goto(bank.url);
  await page.getByText('Videos you upload from this browser appear here').waitFor();
  const story = tellStory(bank, media, SAMPLE_SESSION_ID);
  await bank.putSource(videoKey(SAMPLE_SESSION_ID, 'clip.webm'), media.video, 'video/webm');
  await story.makeGif();
  await story.finish();

  const sample = page.getByRole('link', { name: 'clip.webm An example' });
  await sample.click();
  expect(await shownSession(page)).toBe(SAMPLE_SESSION_ID);
  await page.getByRole('button', { name: 'Stop Sign 88 %' }).waitFor();

  await page.getByRole('link', { name: 'All videos' }).click();
  await page.getByRole('button', { name: 'Remove clip.webm from this list' }).click();
  await page.reload();
  await page.getByText('Videos you upload from this browser appear here').waitFor();
});
