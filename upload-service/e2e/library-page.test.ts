import { describe, expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { eventually } from './testing/eventually.ts';
import { getsFocus } from './testing/focus.ts';
import { addClips, clipId } from './testing/library.ts';
import { onStage } from './testing/on-stage.ts';
import { currentTime } from './testing/visitor.ts';

const MARKUP = '<img src=x onerror=alert(1)>';

const here = onStage({
  prepare: async (stage) => {
    await addClips(stage.bank, stage.media, [
      {
        number: 1,
        hoursAgo: 0,
        camera: 'garden',
        labels: [['Dog'], ['Person'], ['Dog', 'Person']],
      },
      { number: 2, hoursAgo: 24, camera: 'garden', labels: [['Dog'], ['Person']] },
      { number: 3, hoursAgo: 24, camera: 'front door', labels: [['Stop Sign', MARKUP]] },
      { number: 4, hoursAgo: 24 * 40, name: `${MARKUP}.webm`, labels: [['Dog', 'Person']] },
      { number: 5, hoursAgo: 24 * 40, camera: 'front door', failed: true },
    ]);
    await eventually(async () => {
      const answer = await fetch(`${stage.bank.url}/videos`);
      return (await answer.text()).split('"recorded"').length === 6 ? true : undefined;
    });
  },
});

const open = (search = '') => here.tab.page.goto(`${here.stage.bank.url}/${search}`);
const field = (page: Page) => page.getByRole('searchbox', { name: 'Search your videos' });
const searchFor = async (page: Page, words: string) => {
  await field(page).fill(words);
  await field(page).press('Enter');
};
const choice = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true });
const tiles = (page: Page) => page.locator('.tile');
const chips = (page: Page) =>
  page.getByRole('list', { name: 'Filters in use' }).getByRole('listitem');

const IDS = "[...document.querySelectorAll('.tile')].map(({ dataset }) => dataset.video)";

/** Waits until the list has these videos, in this order. */
const shows = (page: Page, ...numbers: number[]) =>
  eventually(async () => {
    const ids = await page.evaluate(IDS);
    return String(ids) === numbers.map(clipId).join() ? true : undefined;
  });

/** Waits until something has this text. */
const reads = (target: Locator, text: string) =>
  eventually(async () => ((await target.innerText()).includes(text) ? true : undefined));

describe('the videos of every door', () => {
  test('are listed by day, with their camera, time, labels and state', async () => {
    const { page } = here.tab;
    await open();
    await shows(page, 1, 2, 3, 4, 5);

    const heads = await page.locator('.day-head').allInnerTexts();
    expect(heads.slice(0, 2)).toEqual(['Today', 'Yesterday']);
    expect(heads).toHaveLength(3);
    await reads(tiles(page).nth(0), '· garden\nDog, Person');
    await reads(tiles(page).nth(3), '· Uploaded\nDog, Person');
    await reads(tiles(page).nth(4), 'Failed');
    await reads(tiles(page).nth(4), 'The file holds no video.');
  });

  test('show names and labels as text, whatever they contain', async () => {
    const { page } = here.tab;
    page.on('dialog', () => here.tab.pageErrors.push('a name became a script'));
    await open();
    await shows(page, 1, 2, 3, 4, 5);
    await reads(tiles(page).nth(3), `${MARKUP}.webm`);
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.locator('.filter-label', { hasText: MARKUP }).click();
    await shows(page, 3);
    await page.getByRole('button', { name: `Remove filter: ${MARKUP}` }).waitFor();
  });

  test('play their preview on hover', async () => {
    const { page } = here.tab;
    await open();
    await shows(page, 1, 2, 3, 4, 5);
    await tiles(page).nth(0).hover();
    await tiles(page).nth(0).locator('video').waitFor();
    await page.mouse.move(0, 0);
    await tiles(page).nth(0).locator('video').waitFor({ state: 'detached' });
  });
});

describe('a text search', () => {
  test('is understood, shown as filters and kept in the address', async () => {
    const { page } = here.tab;
    await open();
    await shows(page, 1, 2, 3, 4, 5);
    await searchFor(page, 'person dog camera:garden');
    await shows(page, 1);

    expect(new URL(page.url()).search).toBe('?label=Person&label=Dog&camera=garden');
    expect(await chips(page).allInnerTexts()).toEqual([
      'Person',
      'Dog',
      'camera garden',
      'Clear all',
    ]);
    await page.reload();
    await shows(page, 1);
    expect(await field(page).inputValue()).toBe('label:Person label:Dog camera:garden');

    await page.getByRole('button', { name: 'Remove filter: camera garden' }).click();
    await shows(page, 1, 4);
    await page.goBack();
    await shows(page, 1);
    await page.getByRole('button', { name: 'Clear all' }).click();
    await shows(page, 1, 2, 3, 4, 5);
    expect(page.url()).toBe(`${here.stage.bank.url}/`);
    await getsFocus(field(page));
  });

  test('lists what it did not understand', async () => {
    const { page } = here.tab;
    await open();
    await shows(page, 1, 2, 3, 4, 5);
    await searchFor(page, 'state:asleep 0000-01-01 yesterday');
    await shows(page, 2, 3);

    await reads(
      page.locator('#search-problems'),
      '“state:asleep” was ignored: state must be processing, ready or failed. “0000-01-01” was ignored: it is not a date such as 2026-11-22.',
    );
    expect(await field(page).inputValue()).toBe('state:asleep 0000-01-01 yesterday');
  });

  test('in an address also ignores invalid parts', async () => {
    await open('?from=0000-01-01&state=failed');
    await shows(here.tab.page, 5);
    await reads(
      here.tab.page.locator('#search-problems'),
      'from must be a date such as 2026-11-22.',
    );
  });

  test('is explained by examples to try', async () => {
    const { page } = here.tab;
    await open();
    await page.getByRole('button', { name: 'What can I search for?' }).click();
    await page.getByRole('button', { name: 'state:failed' }).click();
    await shows(page, 5);
    expect(await field(page).inputValue()).toBe('state:failed');
  });

  test('for labels finds moments, and opens the video at that second', async () => {
    const { page } = here.tab;
    await open('?label=Dog&label=Person');
    await shows(page, 1, 4);
    const moments = tiles(page).nth(0).getByRole('list', { name: 'Moments of clip 1.webm' });
    expect(await moments.getByRole('link').allInnerTexts()).toEqual(['0:02']);
    const picture = tiles(page).nth(0).locator('img');
    expect(await picture.getAttribute('src')).toContain(`/captures/${clipId(1)}/c-2000.png?`);
    await moments.getByRole('link').click();
    await eventually(async () => ((await currentTime(page)) === 2 ? true : undefined));
    expect(page.url()).toBe(`${here.stage.bank.url}/v/${clipId(1)}#t=2`);
  });

  test('without matches suggests which filter to remove', async () => {
    const { page } = here.tab;
    await open('?label=Dog&camera=garden&state=failed');
    await page.getByText('No video matches all filters').waitFor();
    await page.getByText('Remove one filter to see videos').waitFor();
    expect(await page.locator('.no-match-ways').innerText()).toBe('Without failed');
    await page.getByRole('button', { name: 'Without failed' }).click();
    await shows(page, 1, 2);
  });
});

test('every filter narrows the list, and the labels are counted', async () => {
  const { page } = here.tab;
  await open();
  await shows(page, 1, 2, 3, 4, 5);
  await page.getByRole('button', { name: 'Filters' }).click();
  await reads(page.locator('.filter-label', { hasText: 'Dog' }), '3');
  await reads(choice(page, 'Camera'), 'Any\nfront door (2)\ngarden (2)');
  await choice(page, 'Camera').selectOption('front door');
  await shows(page, 3, 5);
  await choice(page, 'State').selectOption('Ready');
  await shows(page, 3);
  await choice(page, 'Camera').selectOption('');
  await choice(page, 'Source').selectOption('This page');
  await shows(page, 4);
  await page.getByRole('button', { name: 'Clear all' }).click();
  const [yesterday] = new Date(Date.now() - 24 * 3_600_000).toISOString().split('T');
  await page.getByLabel('From day').fill(yesterday ?? '');
  await shows(page, 1, 2, 3);
  await page.getByLabel('To day').fill(yesterday ?? '');
  await shows(page, 2, 3);
  const hour = new Date(Date.now() + 2 * 3_600_000).getUTCHours();
  await choice(page, 'From hour').selectOption(`${hour}:00`);
  await choice(page, 'To hour').selectOption(`${(hour + 1) % 24}:00`);
  await page.getByText('No video matches all filters').waitFor();
  expect(await page.locator('.filters-used').innerText()).toBe('2');
});

test('going back from a video restores the search, position and focus', async () => {
  const { page } = here.tab;
  await page.setViewportSize({ width: 360, height: 500 });
  await open('?label=Dog');
  await shows(page, 1, 2, 4);
  await tiles(page).nth(2).getByRole('link').first().scrollIntoViewIfNeeded();
  const place = await page.evaluate('scrollY');
  await tiles(page).nth(2).getByRole('link').first().click();
  await page.getByRole('heading', { name: MARKUP }).waitFor();
  await page.goBack();
  await getsFocus(tiles(page).nth(2).getByRole('link').first());
  expect(await page.evaluate('scrollY')).toBe(place);

  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Search results' }).click();
  await getsFocus(tiles(page).nth(2).getByRole('link').first());
  expect(new URL(page.url()).search).toBe('?label=Dog');
});

test('arrow keys and buttons move between videos of the list, and back to it', async () => {
  const { page } = here.tab;
  await open('?label=Dog');
  await shows(page, 1, 2, 4);
  await tiles(page).nth(0).getByRole('link').first().click();
  const at = (number: number) => page.waitForURL((url) => url.pathname === `/v/${clipId(number)}`);
  await at(1);
  await page.getByRole('heading', { name: 'clip 1.webm' }).waitFor();
  await page.keyboard.press('ArrowRight');
  await at(2);
  await page.getByRole('link', { name: 'Next video' }).click();
  await at(4);
  await page.getByRole('heading', { name: MARKUP }).waitFor();
  expect(await page.getByRole('link', { name: 'Next video' }).count()).toBe(0);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await at(2);

  // A reload forgets the list, and loads it again.
  await page.reload();
  await page.getByRole('link', { name: 'Previous video' }).click();
  await at(1);
  // A player uses the arrow keys itself.
  await page.locator('video').focus();
  await page.keyboard.press('ArrowRight');
  expect(page.url()).toContain(`/v/${clipId(1)}`);
  await page.goBack();
  await getsFocus(tiles(page).nth(0).getByRole('link').first());
});
