import type { Page } from 'playwright-core';

/** A file as a browser's file chooser returns it. */
export const file = (name: string, buffer: Buffer, mimeType = 'video/webm') => ({
  name,
  mimeType,
  buffer,
});

/** Chooses files on the page at this address. */
export const choose = async (page: Page, url: string, ...files: ReturnType<typeof file>[]) => {
  await page.goto(url);
  await page.getByLabel('Choose videos to upload').setInputFiles(files);
};

/** The session whose result the page shows, once it shows one. */
export const shownSession = async (page: Page) => {
  await page.waitForURL(/\/v\//u);
  return /\/v\/([^#]+)/u.exec(page.url())?.[1] ?? '';
};

/** The current second of the page's video. */
export const currentTime = (page: Page) =>
  page.evaluate("document.querySelector('video')?.currentTime");
