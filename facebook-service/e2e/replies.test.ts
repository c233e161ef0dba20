import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { eventually } from '../../upload-service/e2e/testing/eventually.ts';
import { ACKNOWLEDGEMENT } from '../src/messenger/texts.ts';
import { labels, metadata } from '../src/testing/ready-session.ts';
import { openBot, type Bot } from './testing/bot.ts';
import { heard, sendVideo } from './testing/conversation.ts';

const LABELS = labels.text;

let bot: Bot;
beforeAll(async () => {
  bot = await openBot();
}, 120_000);
afterAll(() => bot.close());
beforeEach(() => {
  bot.sendApi.messages.length = 0;
  bot.sendApi.state.hold = () => Promise.resolve();
});

/** How often the bot has finished sending results. */
const replies = async () => (await bot.readLog('facebook')).split('"answered"').length - 1;

test('the GIF precedes the labels, each once, when Render Ready repeats and overlaps', async () => {
  const ready = await sendVideo(bot);
  // Long enough for the other runs to find the GIF claimed but not sent yet.
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
  'a run killed while sending %s is continued without repeating anything',
  async (_, held) => {
    const ready = await sendVideo(bot);
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

test("another service's session gets no messages", async () => {
  const ready = await sendVideo(bot);

  await bot.publish(metadata({ id: randomUUID() }));
  await bot.publish(ready);

  await heard(bot, 3);
  expect(bot.sendApi.messages).toEqual([ACKNOWLEDGEMENT, 'preview.gif', LABELS]);
});
