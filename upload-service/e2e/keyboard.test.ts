import { expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { eventually } from './testing/eventually.ts';
import { getsFocus, hasFocus } from './testing/focus.ts';
import { onStage } from './testing/on-stage.ts';
import { tellStory } from './testing/story.ts';
import { currentTime, file, shownSession } from './testing/visitor.ts';

const MAX_STOPS = 40;

const here = onStage();

// Browsers draw the focus of a video's own controls themselves.
const OUTLINE = `(() => {
  const { tagName } = document.activeElement;
  return ['VIDEO', 'BODY'].includes(tagName) || getComputedStyle(document.activeElement).outlineStyle;
})()`;

/** Presses the key until the target has the focus; every stop on the way must show its focus. */
const reach = async (page: Page, target: Locator, key = 'Tab') => {
  for (let stops = 0; stops < MAX_STOPS; stops++) {
    await page.keyboard.press(key);
    expect(await page.evaluate(OUTLINE)).not.toBe('none');
    if (await hasFocus(target)) return;
  }
  throw new Error(`${MAX_STOPS} times ${key} did not lead to ${String(target)}`);
};

test('a video can be uploaded, viewed, found and deleted with the keyboard alone', async () => {
  const { bank, media } = here.stage;
  const { page } = here.tab;
  const button = (name: string) => page.getByRole('button', { name });
  const chosen = page.waitForEvent('filechooser');
  await page.goto(bank.url);
  await reach(page, page.getByRole('link', { name: 'Skip to content' }));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await getsFocus(button('Choose a video'));
  await page.keyboard.press('Enter');
  await (await chosen).setFiles([file('clip.webm', media.video)]);

  const story = tellStory(bank, media, await shownSession(page));
  await story.makeGif();
  await story.makeCaptures();
  await story.finish();
  await button('Stop Sign 88 %').waitFor();
  await getsFocus(page.getByRole('heading', { name: 'clip.webm' }));
  await reach(page, button('Stop Sign 88 %'));
  await page.keyboard.press('Space');
  await eventually(async () => ((await currentTime(page)) === 1.5 ? true : undefined));
  await reach(page, button('Go to 0:04 Stop Sign'));
  await page.keyboard.press('Enter');
  await eventually(async () => ((await currentTime(page)) === 4 ? true : undefined));

  await reach(page, page.getByRole('link', { name: 'All videos' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await getsFocus(page.getByRole('link', { name: 'clip.webm' }));
  await reach(page, page.getByRole('searchbox'), 'Shift+Tab');
  await page.getByRole('link', { name: 'clip.webm' }).waitFor();
  await page.keyboard.type('stop sign');
  await page.keyboard.press('Enter');
  await button('Remove filter: Stop Sign').waitFor();
  await reach(page, page.getByRole('link', { name: 'clip.webm' }));
  await reach(page, page.getByRole('checkbox', { name: 'Select clip.webm' }));
  await page.keyboard.press('Space');
  await reach(page, button('Delete'));
  await page.keyboard.press('Enter');
  await getsFocus(button('Undo'));
  await page.getByText('“clip.webm” will be deleted.').waitFor();
  await page.keyboard.press('Enter');
  await reach(page, page.getByRole('checkbox', { name: 'Select clip.webm' }));
  await page.keyboard.press('Space');
  await reach(page, button('Delete'));
  await page.keyboard.press('Enter');
  await reach(page, button('Delete now'));
  await page.keyboard.press('Enter');
  await page.getByText('“clip.webm” deleted.').waitFor();
  await page.getByText('No video matches this filter').waitFor();
});
