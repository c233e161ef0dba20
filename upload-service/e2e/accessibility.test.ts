import axe from 'axe-core';
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import * as v from 'valibot';
import { eventually } from './testing/eventually.ts';
import { onStage } from './testing/on-stage.ts';
import { tellStory } from './testing/story.ts';

const Signed = v.object({ session: v.string(), key: v.string() });
const Findings = v.object({
  violations: v.array(v.object({ id: v.string(), nodes: v.array(v.object({ html: v.string() })) })),
});

const sessions = { inProgress: '', ready: '', failed: '' };

const here = onStage({
  tab: false,
  prepare: async ({ bank, media }) => {
    const tell = async () => {
      const response = await fetch(`${bank.url}/signed-url?file=clip.webm&size=1000`);
      const { session, key } = v.parse(Signed, await response.json());
      await bank.putSource(key, media.video, 'video/webm');
      return { session, ...tellStory(bank, media, session) };
    };
    const [inProgress, ready, failed] = [await tell(), await tell(), await tell()];
    Object.assign(sessions, {
      inProgress: inProgress.session,
      ready: ready.session,
      failed: failed.session,
    });
    for (const { makeGif, makeCaptures, label } of [inProgress, ready]) {
      await makeGif();
      await makeCaptures();
      await label(0);
    }
    await ready.finish();
    await failed.fail();
    const error = { stage: 'gif', code: 'GIF_FAILED', message: 'No preview.', hint: 'Redrive it.' };
    const createdAt = new Date().toISOString();
    const source = { bucket: 'source', key: `videos/${inProgress.session}/clip.webm`, size: 7 };
    await bank.putRow('sessions', { id: inProgress.session, status: 0, source, createdAt, error });
    await eventually(async () => {
      const response = await fetch(`${bank.url}/metadata/${failed.session}`);
      return (await response.text()).includes('"status":-1') ? true : undefined;
    });
  },
});

const open = (page: Page, session: string) => page.goto(`${here.stage.bank.url}/v/${session}`);

const remember = (page: Page, ids: string[]) => {
  const history = ids.map((session) => ({ session, file: 'clip.webm', addedAt: Date.now() }));
  const stored = JSON.stringify(JSON.stringify(history));
  return page.evaluate(`localStorage.setItem('video-bank.history', ${stored})`);
};

/** Parts that never arrive, so that the upload stays visible, and a rejected file. */
const sendForEver = async (page: Page) => {
  await page.route('**/s3/multipart', () => undefined);
  const input = page.getByLabel('Choose videos to upload');
  await input.setInputFiles([
    { name: 'long.webm', mimeType: 'video/webm', buffer: Buffer.alloc(8_000_000) },
    { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') },
  ]);
  await page.getByRole('button', { name: 'Pause long.webm' }).waitFor();
};

/** The page as visitors other than the owner see it. */
const openAsStranger = async (page: Page, ids: string[]) => {
  await page.route('**/owner', (route) =>
    route.fulfill({ json: { owner: false, passphrase: true } }),
  );
  await page.goto(here.stage.bank.url);
  await remember(page, ids);
  await page.reload();
};

const openLibrary = async (page: Page, search = '') => {
  await page.goto(`${here.stage.bank.url}/${search}`);
  await page.locator('.tile').first().waitFor();
};

const views: Record<string, (page: Page) => Promise<unknown>> = {
  'a bank without videos': async (page) => {
    await page.route('**/videos?*', (route) => route.fulfill({ json: { videos: [] } }));
    await page.goto(here.stage.bank.url);
    await page.getByText('Your videos appear here').waitFor();
  },
  'the library with uploads and errors': async (page) => {
    await openLibrary(page);
    await sendForEver(page);
    await page.locator('.tile-state.failed').waitFor();
  },
  'the library with its filters, its help and selected videos': async (page) => {
    await openLibrary(page, '?door=page&from=0000-01-01');
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('button', { name: 'What can I search for?' }).click();
    await page.locator('.tile-select').first().click();
    await page.getByText('1 video selected').waitFor();
  },
  'moments that were searched for': async (page) => {
    await openLibrary(page, '?label=Stop+Sign');
    await page.locator('.tile-moment').first().waitFor();
  },
  'a library search that finds nothing': async (page) => {
    await page.goto(`${here.stage.bank.url}/?label=Bicycle&door=page`);
    await page.getByText('Without Bicycle').waitFor();
  },
  'a list that does not come': async (page) => {
    await page.route('**/videos?*', (route) => route.abort());
    await page.goto(here.stage.bank.url);
    await page.getByRole('alert').waitFor();
  },
  'a deletion that can be undone': async (page) => {
    await openLibrary(page);
    await page.locator('.tile-select').first().click();
    await page.getByRole('button', { name: 'Delete' }).press('Enter');
    await page.getByText('will be deleted').waitFor();
  },
  'a stranger’s page at first': async (page) => {
    await openAsStranger(page, []);
    await page.getByText('Videos you upload from this browser appear here').waitFor();
  },
  'a stranger’s page with uploads, errors and earlier videos': async (page) => {
    await openAsStranger(page, Object.values(sessions));
    await sendForEver(page);
    await page.locator('.history-card').last().scrollIntoViewIfNeeded();
    await page.getByText('could not be processed').waitFor();
  },
  'a stranger’s search that finds nothing': async (page) => {
    await openAsStranger(page, [sessions.ready]);
    await page.getByRole('searchbox').fill('bicycle');
    await page.getByText('No video has').waitFor();
  },
  'a camera that cannot be used': async (page) => {
    await page.goto(here.stage.bank.url);
    await page.getByRole('button', { name: 'Record with camera' }).click();
    await page.getByText('The camera cannot be used.').waitFor();
  },
  'a result in progress': async (page) => {
    await open(page, sessions.inProgress);
    await page.getByText('Labels: 1 of 4').waitFor();
  },
  'a video in progress, and where it is': async (page) => {
    await open(page, sessions.inProgress);
    await page.getByText('Where is it?').click();
    await page.getByText('Failing (GIF_FAILED)').waitFor();
    await page.getByText('No preview.').waitFor();
  },
  'a result with a label chosen': async (page) => {
    await open(page, sessions.ready);
    await page.getByRole('button', { name: 'Stop Sign 88 %' }).click();
    await page.locator('.player .box-name').waitFor();
  },
  'a failure': async (page) => {
    await open(page, sessions.failed);
    await page.getByRole('alert').waitFor();
  },
  'an unknown address': async (page) => {
    await open(page, '0b8f1c54-6f0b-4d6e-9f6a-1d5c1c0a7e11');
    await page.getByRole('heading', { name: 'Video not found' }).waitFor();
  },
};

describe.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 360],
  ['dark', 360],
] as const)('in %s, %d pixels wide', (colorScheme, width) => {
  test.each(Object.entries(views))('%s has no accessibility violations', async (_name, show) => {
    const viewport = { width, height: 800 };
    // Colours cannot be measured during an animation.
    const page = await here.openTab({ colorScheme, viewport, reducedMotion: 'reduce' });
    await show(page);

    await page.evaluate(axe.source);
    const { violations } = v.parse(Findings, await page.evaluate('axe.run()'));
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');

    expect(violations).toEqual([]);
    expect(overflow).toBe(0);
  });
});
