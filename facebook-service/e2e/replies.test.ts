import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Metadata } from '@video-service/shared/metadata';
import { eventually } from '../../upload-service/e2e/testing/eventually.ts';
import { ACKNOWLEDGEMENT } from '../src/messenger/texts.ts';
import { metadata } from '../src/testing/ready-session.ts';
import { openBot, type Bot } from './testing/bot.ts';
import { batch, post, video } from './testing/webhook.ts';

const LABELS = 'I see: Stopsign (98%)';

let bot: Bot;
beforeAll(async () => {
  bot = await openBot();
}, 120_000);
afterAll(() => bot.close());
beforeEach(() => {
  bot.sendApi.messages.length = 0;
  bot.sendApi.state.hold = () => Promise.resolve();
});

const heard = (count: number) =>
  eventually(() => (bot.sendApi.messages.length >= count ? bot.sendApi.messages : undefined));

/** What is ready of a video that was sent and acknowledged. */
const sent = async (): Promise<Metadata> => {
  await post(bot.url, batch(video(randomUUID(), `${bot.cdn.origin}/clip.mp4`)));
  const stored = await bot.listSource();
  await heard(1);
  const key = await eventually(async () =>
    (await bot.listSource()).find((name) => !stored.includes(name)),
  );
  const id = key.split('/')[1] ?? '';
  return metadata({ id, gif: `${id}/preview.gif`, video: key });
};

/** How often the bot has finished sending results. */
const replies = async () => (await bot.readLog('facebook')).split('"answered"').length - 1;

test('the GIF comes before the labels, each once, when Render Ready repeats and overlaps', async () => {
  const ready = await sent();
  // Long enough for the other runs to find the GIF claimed and not yet sent.
  bot.sendApi.state.hold = (message) => sleep(message === 'preview.gif' ? 700 : 0);
  const before = await replies();

  await bot.publish(ready);
  await Promise.all([bot.repeatRenderReady(ready.id), bot.repeatRenderReady(ready.id)]);

  await eventually(async () => (await replies()) >= before + 3 || undefined);
  expect(bot.sendApi.messages).toEqual([ACKNOWLEDGEMENT, 'preview.gif', LABELS]);
}, 60_000);

test.each([
  ['the GIF', 'preview.gif'],
  ['the labels', LABELS],
])(
  'a run that is killed while it sends %s is continued without saying anything twice',
  async (_, held) => {
    const ready = await sent();
    bot.sendApi.state.hold = (message) =>
      message === held ? new Promise(() => undefined) : sleep(0);
    const before = await replies();

    await bot.publish(ready);

    await eventually(async () => (await replies()) > before || undefined);
    await bot.repeatRenderReady(ready.id);
    await eventually(async () => (await replies()) > before + 1 || undefined);
    expect(await bot.readLog('facebook')).toContain('Status: timeout');
    expect(bot.sendApi.messages).toEqual([ACKNOWLEDGEMENT, 'preview.gif', LABELS]);
  },
  60_000,
);

test("nothing is said in another service's session", async () => {
  const ready = await sent();

  await bot.publish(metadata({ id: randomUUID() }));
  await bot.publish(ready);

  await heard(3);
  expect(bot.sendApi.messages).toEqual([ACKNOWLEDGEMENT, 'preview.gif', LABELS]);
});
