import { expect, test } from '@jest/globals';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import * as v from 'valibot';
import { COOKIE } from '../src/owner/owner.ts';
import { createOwnerKey } from '../src/owner/owner-key.ts';
import { eventually } from './testing/eventually.ts';
import { onStage } from './testing/on-stage.ts';
import { tellStory } from './testing/story.ts';
import { choose, file, shownSession } from './testing/visitor.ts';

const PASSPHRASE = 'correct horse battery staple';
const Findings = v.object({ violations: v.array(v.object({ id: v.string() })) });

const here = onStage({
  limits: { passphrase: PASSPHRASE },
  tab: { viewport: { width: 360, height: 740 } },
});

const passphrase = (page: Page) => page.getByRole('textbox', { name: 'Passphrase' });

const getsFocus = (page: Page, selector: string) =>
  eventually(async () =>
    (await page.locator(`${selector}:focus`).count()) === 1 ? true : undefined,
  );

const signIn = async (page: Page) => {
  await passphrase(page).fill(PASSPHRASE);
  await page.keyboard.press('Enter');
};

test('a video chosen by a stranger is sent once the owner has signed in, and its result is live', async () => {
  const { page } = here.tab;
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  const { bank, media } = here.stage;
  await choose(page, bank.url, file('clip.webm', media.video));

  await page.getByText('Only the owner can do this. Sign in').waitFor();
  await getsFocus(page, '#passphrase');
  await passphrase(page).fill('open sesame');
  await page.keyboard.press('Enter');
  const alert = page.getByRole('alert');
  await alert.getByText('The passphrase is wrong. It is PAGE_PASSPHRASE').waitFor();
  await getsFocus(page, '#passphrase');
  await signIn(page);

  const id = await shownSession(page);
  expect(await bank.readSource(`videos/${id}/clip.webm`)).toEqual(media.video);
  await eventually(() => (sockets.length > 0 ? true : undefined));
  expect(sockets[0]).toMatch(/\?ticket=\d+\.[\w-]{43}$/u);
  const story = tellStory(bank, media, id);
  await story.makeGif();
  await page.getByRole('img', { name: 'Moving preview of clip.webm' }).waitFor();
  await story.makeCaptures();
  await story.finish();
  await page.getByRole('button', { name: 'Stop Sign 88 %' }).waitFor();
});

test('an address leads to its result after signing in; signing out leaves nothing behind', async () => {
  const { page } = here.tab;
  const { bank, media } = here.stage;
  const id = '0b8f1c54-6f0b-4d6e-9f6a-1d5c1c0a7e11';
  await page.goto(`${bank.url}/v/${id}`);
  await passphrase(page).waitFor();
  await signIn(page);
  await page.getByRole('heading', { name: 'Video not found' }).waitFor();
  await getsFocus(page, 'h1');

  await choose(page, bank.url, file('secret.webm', media.video));
  await shownSession(page);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.reload();
  await page.getByText('Videos you upload from this browser appear here').waitFor();
  expect(await page.evaluate("fetch('/ticket').then(({ status }) => status)")).toBe(401);
});

test('the sign-in form works with password managers, screen readers and small screens', async () => {
  const { page } = here.tab;
  await page.goto(here.stage.bank.url);
  await page.getByRole('button', { name: 'Sign in' }).press('Enter');
  await getsFocus(page, '#passphrase');
  const fields = await page.evaluate(
    '[...document.forms[0].elements].map(({ autocomplete }) => autocomplete).filter(Boolean)',
  );
  expect(fields).toEqual(['username', 'current-password']);
  await page.evaluate(axe.source);
  expect(v.parse(Findings, await page.evaluate('axe.run()'))).toEqual({ violations: [] });
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);

  await page.getByRole('button', { name: 'Not now' }).press('Enter');
  await getsFocus(page, 'main');
  await page.getByRole('button', { name: 'Choose a video' }).waitFor();
});

test('a changed passphrase ends the session: the page says so, and continues once it is entered', async () => {
  const { page } = here.tab;
  await page.goto(here.stage.bank.url);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await signIn(page);
  await page.getByRole('heading', { name: 'Your videos' }).waitFor();
  // What the browser has after the bank's passphrase was changed.
  const old = createOwnerKey('the passphrase before');
  const value = await old.sign(COOKIE, Math.floor(Date.now() / 1000) + 3600);
  await page.context().addCookies([{ name: 'video-bank', value, url: here.stage.bank.url }]);

  await page.getByText('You were signed out').waitFor();
  await getsFocus(page, '#passphrase');
  expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(0);
  expect(await page.evaluate("fetch('/videos').then(({ status }) => status)")).toBe(401);
  await signIn(page);
  await page.getByRole('heading', { name: 'Your videos' }).waitFor();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
});

test('a browser that blocks cookies shows an explanation', async () => {
  const { page } = here.tab;
  await page.goto(here.stage.bank.url);
  // The response to a browser without cookies, whatever it sends.
  await page.route('**/owner', (route) =>
    route.fulfill({ json: { owner: false, passphrase: true } }),
  );
  await page.getByRole('button', { name: 'Sign in' }).click();
  await signIn(page);
  await page.getByRole('alert').getByText('This browser did not keep the sign-in.').waitFor();
});
