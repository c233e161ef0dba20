import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import * as v from 'valibot';
import { eventually } from './testing/eventually.ts';
import { getsFocus, hasFocus } from './testing/focus.ts';
import { onStage } from './testing/on-stage.ts';
import { tellStory } from './testing/story.ts';

const PASSPHRASE = 'correct horse battery staple';
const MINUTE_MS = 60_000;

const Signed = v.object({ session: v.string(), key: v.string() });

const here = onStage({ limits: { passphrase: PASSPHRASE, uploads: 'open' } });

/** An uploaded video whose session is ten minutes old. */
const begin = async () => {
  const { bank, media } = here.stage;
  const answer = await fetch(`${bank.url}/signed-url?file=clip.webm&size=1000`);
  const { session: id, key } = v.parse(Signed, await answer.json());
  await bank.putSource(key, media.video, 'video/webm');
  const begun = new Date(Date.now() - 10 * MINUTE_MS).toISOString();
  const putSession = (more: object = {}) =>
    bank.putRow('sessions', {
      ...{ id, status: 0, source: { bucket: 'source', key, size: 7 } },
      ...{ open: 'open', createdAt: begun, updatedAt: begun, ...more },
    });
  await putSession();
  return { id, putSession, story: tellStory(bank, media, id) };
};

const signIn = async (page: Page) => {
  await page.goto(here.stage.bank.url);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
};
const open = (page: Page, id: string) => page.goto(`${here.stage.bank.url}/v/${id}`);
const control = (page: Page) => page.locator('summary', { hasText: 'Where is it?' });
const status = (page: Page) => page.locator('.place').getByRole('status');
const reads = (page: Page, text: string) =>
  eventually(async () => {
    const all = (await page.locator('.place').innerText()).replaceAll(/\s+/gu, ' ');
    return all.includes(text) ? true : undefined;
  });

test('the owner opens it with the keyboard, and follows a video through its stages', async () => {
  const { page } = here.tab;
  const { id, putSession, story } = await begin();
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/where')) asked += 1;
  });
  await signIn(page);
  await open(page, id);
  await control(page).waitFor();
  expect(asked).toBe(0);

  await control(page).focus();
  await page.keyboard.press('Enter');
  await status(page).getByText('Rendering previews and captures').waitFor();
  await reads(page, 'Since 10 minutes ago');
  await reads(page, 'Next Without progress, rendering is restarted, in 19 minutes');

  await putSession({ gif: `${id}/clip.gif`, captures: 4, restarted: true });
  await story.makeGif();
  await status(page).getByText('Labelling (0 of 0 captures)').waitFor();
  await reads(page, 'Started 2 times');

  await page.keyboard.press('Enter');
  await status(page).waitFor({ state: 'detached' });
  expect(await hasFocus(control(page))).toBe(true);
});

test('it says why a video failed and what to do, and goes once a video is ready', async () => {
  const { page } = here.tab;
  const { id, putSession, story } = await begin();
  const error = { stage: 'gif', code: 'GIF_FAILED', message: 'No preview.', hint: 'Redrive it.' };
  await putSession({ error });
  await here.stage.bank.leaveMessage('video-service-dead-letter-queue-local');
  await signIn(page);
  await open(page, id);
  await control(page).click();

  await status(page).getByText('Failing (GIF_FAILED)').waitFor();
  await reads(page, 'Next The sweep: its metadata.json is published');
  await reads(page, 'Why No preview. Redrive it.');
  await reads(page, 'Not known Steps that failed for good, of all videos: ');

  await story.makeGif();
  await story.makeCaptures();
  await story.finish();
  await control(page).waitFor({ state: 'detached' });
});

test('a failed connection is reported, and the answer comes once it is back', async () => {
  const { page } = here.tab;
  const { id } = await begin();
  await signIn(page);
  await page.route('**/where', (route) => route.abort());
  await open(page, id);
  await control(page).click();
  await status(page).getByText('The server is not responding.').waitFor();

  await page.unroute('**/where');
  await page.evaluate("dispatchEvent(new Event('online'))");
  await status(page).getByText('Rendering previews and captures').waitFor();
});

test('markup in an error is shown as text', async () => {
  const { page, pageErrors } = here.tab;
  page.on('dialog', () => pageErrors.push('an error became a script'));
  const { id, putSession } = await begin();
  const message = '<img src=x onerror=alert(1)>';
  await putSession({ error: { stage: 'gif', code: 'GIF_FAILED', message, hint: message } });
  await signIn(page);
  await open(page, id);
  await control(page).click();

  await reads(page, `Why ${message} ${message}`);
});

test('the sender of a video, who is not the owner, sees its progress but not where it is', async () => {
  const { page } = here.tab;
  const { id } = await begin();
  await open(page, id);
  await page.getByRole('list', { name: 'Progress' }).waitFor();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();

  expect(await control(page).count()).toBe(0);
  expect(await page.evaluate(`fetch('/videos/${id}/where').then(({ status }) => status)`)).toBe(
    401,
  );
});

test('signing out in between leads to the sign-in view', async () => {
  const { page } = here.tab;
  const { id } = await begin();
  await signIn(page);
  await open(page, id);
  await control(page).waitFor();
  // Only this request goes without the cookie: another one could find out first that the owner is signed out.
  await page.route('**/where', async (route) => {
    const answer = await fetch(route.request().url());
    await route.fulfill({ status: answer.status, body: await answer.text() });
  });
  await control(page).click();

  await page.getByText('You were signed out').waitFor();
  await getsFocus(page.getByRole('textbox', { name: 'Passphrase' }));
});
