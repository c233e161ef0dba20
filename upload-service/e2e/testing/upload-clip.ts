import type { Stage } from './stage.ts';
import { tellStory } from './story.ts';
import { choose, file, shownSession } from './visitor.ts';

/** Uploads a clip through the page and finishes it; returns its session. */
export const uploadClip = async ({ bank, browser, media }: Stage): Promise<string> => {
  const { page, close } = await browser.openTab();
  await choose(page, bank.url, file('clip.webm', media.video));
  const session = await shownSession(page);
  const story = tellStory(bank, media, session);
  await story.makeGif();
  await story.makeCaptures();
  await story.finish();
  await page.getByRole('link', { name: 'Metadata' }).waitFor();
  await close();
  return session;
};
