import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../upload-service/e2e/testing/eventually.ts';
import { ACKNOWLEDGEMENT } from '../src/messenger/texts.ts';
import { labels } from '../src/testing/ready-session.ts';
import { openBot, type Bot } from './testing/bot.ts';
import { heard, sendVideo } from './testing/conversation.ts';
import type { Refusal } from './testing/send-api.ts';

const LABELS = labels.text;
const MAX_IMAGE_BYTES = 8_000_000;

/** The secrets of the stage `local`. */
const SECRETS = ['local-page-access-token', 'local-app-secret', 'local-verify-token'];

let bot: Bot;
beforeAll(async () => {
  bot = await openBot();
}, 120_000);
afterAll(() => bot.close());
afterEach(() => {
  bot.sendApi.messages.length = 0;
  bot.sendApi.state.refuse = () => undefined;
});

const logged = (line: string) =>
  eventually(async () => {
    const log = await bot.readLog('facebook');
    return log.includes(line) ? log : undefined;
  });

const TEMPORARY: [string, Refusal][] = [
  ['an expired token', { status: 400, code: 190, message: `Expired: ${SECRETS[0]}` }],
  ['a rate limit', { status: 400, code: 613, message: `Too many calls with ${SECRETS[0]}` }],
  ['a server error', { status: 503, code: 2, message: `Broken for ${SECRETS[0]}` }],
];

test.each(TEMPORARY)(
  'after %s the person gets everything once, and the logs contain no secrets',
  async (_, refusal) => {
    const ready = await sendVideo(bot);
    const refusals = [refusal];
    bot.sendApi.state.refuse = () => refusals.shift();

    await bot.publish(ready);

    expect(await heard(bot, 3)).toEqual([ACKNOWLEDGEMENT, 'preview.gif', LABELS]);
    const log = (await logged('message not sent')) + (await bot.readLog('download'));
    for (const secret of SECRETS) expect(log).not.toContain(secret);
  },
  60_000,
);

test('outside the 24-hour window nothing is retried, and the loss is logged', async () => {
  const ready = await sendVideo(bot);
  const refused: string[] = [];
  bot.sendApi.state.refuse = (message) => {
    refused.push(message);
    return { status: 400, code: 10, subcode: 2018278 };
  };

  await bot.publish(ready);

  const log = await logged('"part":"labels-0","result":"refused","code":10,"subcode":2018278');
  expect(log).toContain('message lost');
  expect(refused).toEqual(['preview.gif', LABELS]);
}, 60_000);

test('a GIF over 8 MB is replaced by a still picture', async () => {
  const ready = await sendVideo(bot);
  const capture = `captures/${ready.id}/messenger-0.png`;
  await bot.putSource(capture, 'png', 'image/png');
  const gif = 'GIF89a'.padEnd(MAX_IMAGE_BYTES + 1);

  await bot.publish({ ...ready, labels: [{ frame: '0', time: 0, capture, labels: [] }] }, gif);

  expect(await heard(bot, 3)).toEqual([ACKNOWLEDGEMENT, 'messenger-0.png', LABELS]);
}, 60_000);
