import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import * as v from 'valibot';
import { eventually } from './testing/eventually.ts';
import { onStage } from './testing/on-stage.ts';
import { watchStorage } from './testing/storage.ts';
import { tellStory } from './testing/story.ts';
import { choose, file, shownSession } from './testing/visitor.ts';

// A stranger sees the videos sent from this browser, by their address.
const here = onStage({
  limits: { passphrase: 'correct horse battery staple', uploads: 'open' },
});

const openSession = async (index: number) => {
  const link = await fetch(`${here.stage.bank.url}/signed-url?file=clip${index}.webm&size=1000`);
  return v.parse(v.object({ session: v.string() }), await link.json()).session;
};

/** Puts these sessions into the list that the browser remembers. */
const remember = async (page: Page, sessions: string[]) => {
  const entries = sessions.map((session, index) => ({ session, file: `clip${index}`, addedAt: 1 }));
  await page.addInitScript(
    `localStorage.setItem('video-bank.history', '${JSON.stringify(entries)}')`,
  );
};

const count = (page: Page) => {
  const seen = { metadata: 0, sockets: 0, subscribed: 0 };
  page.on('request', (request) => {
    if (request.url().includes('/metadata/')) seen.metadata++;
  });
  page.on('websocket', (socket) => {
    seen.sockets++;
    socket.on('framesent', ({ payload }) => {
      if (String(payload).includes('"subscribe"')) seen.subscribed++;
    });
  });
  return seen;
};

test('fifty videos in progress need one WebSocket and a limited number of requests', async () => {
  const sessions = await Promise.all(Array.from({ length: 50 }, (_, index) => openSession(index)));
  const { page } = here.tab;
  await page.setViewportSize({ width: 1280, height: 10_000 });
  await remember(page, sessions);
  const seen = count(page);
  await page.goto(here.stage.bank.url);
  await page.getByText('In progress…').nth(49).waitFor();
  const seconds = 15;
  const before = seen.metadata;
  await page.waitForTimeout(seconds * 1000);

  expect([seen.sockets, seen.subscribed]).toEqual([1, 20]);
  // Each when it is shown, the twenty again once they are subscribed, then no more than four per second.
  expect(before).toBeLessThanOrEqual(50 + 20 + 50);
  expect(seen.metadata - before).toBeLessThanOrEqual(4 * seconds + 20);
});

test('a list of finished videos requests each once, and needs no WebSocket', async () => {
  const sessions = await Promise.all([0, 1, 2].map(openSession));
  for (const session of sessions) {
    await tellStory(here.stage.bank, here.stage.media, session).finish();
    await eventually(async () => {
      const answer = await fetch(`${here.stage.bank.url}/metadata/${session}`);
      return (await answer.text()).includes('"status":1') || undefined;
    });
  }
  const { page } = here.tab;
  await remember(page, sessions);
  const seen = count(page);
  await page.goto(here.stage.bank.url);
  await page.getByRole('link', { name: 'clip.webm' }).nth(2).waitFor();
  await page.waitForTimeout(4000);

  expect(seen).toEqual({ metadata: 3, sockets: 0, subscribed: 0 });
});

test('after an hour the links of a result are renewed before they are followed', async () => {
  const { page } = here.tab;
  await page.clock.install();
  await choose(page, here.stage.bank.url, file('clip.webm', here.stage.media.video));
  const story = tellStory(here.stage.bank, here.stage.media, await shownSession(page));
  await story.makeGif();
  await story.finish();
  const metadata = page.getByRole('link', { name: 'Metadata' });
  await metadata.waitFor();
  const old = await metadata.getAttribute('href');
  // A link of the same second would be identical.
  await setTimeout(1100);
  // From now on the storage refuses everything signed before.
  await page.route(
    (url) => url.href === old,
    (route) => route.fulfill({ status: 403, body: 'expired' }),
  );
  await page.clock.fastForward('01:00:00');

  const [download] = await Promise.all([page.waitForEvent('download'), metadata.click()]);
  expect(download.suggestedFilename()).toBe('metadata.json');
  expect(await metadata.getAttribute('href')).not.toBe(old);
  expect(page.url()).toContain('/v/');
});

test('a video whose link had expired before its first byte is requested again', async () => {
  const { page } = here.tab;
  const refused: string[] = [];
  await page.route(/\/clip\.webm\?/u, async (route) => {
    const url = route.request().url();
    if ((refused[0] ?? url) !== url) return route.continue();
    refused.push(url);
    // A link of the same second would be identical.
    await setTimeout(1100);
    return route.fulfill({ status: 403, body: '<Code>AccessDenied</Code>' });
  });
  const session = await openSession(0);
  const story = tellStory(here.stage.bank, here.stage.media, session);
  await here.stage.bank.putSource(
    `videos/${session}/clip.webm`,
    here.stage.media.video,
    'video/webm',
  );
  await story.finish();
  await page.goto(`${here.stage.bank.url}/v/${session}`);

  const width = () => page.evaluate("document.querySelector('video')?.videoWidth");
  await eventually(async () => ((await width()) === 320 ? true : undefined));
  expect(refused.length).toBeGreaterThan(0);
});

test('a device that slept a night and wakes without a network shows the result once it is there', async () => {
  const { page } = here.tab;
  await page.clock.install();
  await choose(page, here.stage.bank.url, file('clip.webm', here.stage.media.video));
  const story = tellStory(here.stage.bank, here.stage.media, await shownSession(page));
  await story.makeGif();
  await page.getByRole('img', { name: 'Moving preview of clip.webm' }).waitFor();
  await page.routeWebSocket(/./u, (socket) => void socket.close());
  const storage = await watchStorage(page);
  await storage.breakOff();
  await page.clock.fastForward('10:00:00');
  await story.makeCaptures();
  await page.clock.fastForward('01:00');
  expect(await page.getByText('much longer than usual').count()).toBe(0);

  await story.finish();
  await storage.mend();
  await page.evaluate("dispatchEvent(new Event('online'))");
  await page.getByRole('button', { name: 'Stop Sign 88 %' }).waitFor();
});
