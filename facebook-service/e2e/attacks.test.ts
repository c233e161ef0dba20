import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../upload-service/e2e/testing/eventually.ts';
import { ACKNOWLEDGEMENT } from '../src/messenger/texts.ts';
import { serve } from '@video-service/shared/testing/serve';
import { openBot, type Bot } from './testing/bot.ts';
import { batch, post, video } from './testing/webhook.ts';

type Server = Awaited<ReturnType<typeof serve>>;

let inside: Server;
let bot: Bot;
beforeAll(async () => {
  inside = await serve((_, response) => response.end('a secret'));
  bot = await openBot();
}, 120_000);
afterAll(async () => {
  await inside.close();
  await bot.close();
});

const NOT_FACEBOOK =
  '😕 Sorry, that didn’t work. The link is not a video on Facebook. Send the video itself.';

const ATTACKS: [string, () => string, string][] = [
  ['a private address', () => `${inside.origin}/clip.mp4`, NOT_FACEBOOK],
  ['the metadata service', () => 'http://169.254.169.254/latest/meta-data/', NOT_FACEBOOK],
  ['IPv6 loopback', () => `http://[::1]:${inside.port}/clip.mp4`, NOT_FACEBOOK],
  ['a file', () => 'file:///etc/passwd', NOT_FACEBOOK],
  ['a redirect inside', () => `${bot.cdn.origin}/to?${inside.origin}/clip.mp4`, NOT_FACEBOOK],
  [
    'an endless video',
    () => `${bot.cdn.origin}/endless.mp4`,
    '😕 Sorry, that didn’t work. Your video is too large. Send a shorter video or a lower quality.',
  ],
  [
    'a slow video',
    () => `${bot.cdn.origin}/slow.mp4`,
    '😕 Sorry, that didn’t work. Downloading your video took too long. Send a shorter video, or try again later.',
  ],
  [
    'a link that has expired',
    () => `${bot.cdn.origin}/expired.mp4`,
    '😕 Sorry, that didn’t work. The link to your video has expired. Please send the video again.',
  ],
];

test('every attack gets an error message, reaches nothing internal and stores nothing', async () => {
  const messages = ATTACKS.map(([name, url]) => video(name, url()));

  expect((await post(bot.url, batch(...messages))).status).toBe(200);

  const failures = await eventually(() => {
    const told = bot.sendApi.messages.filter((message) => message !== ACKNOWLEDGEMENT);
    return told.length >= ATTACKS.length ? told : undefined;
  });
  expect(failures.toSorted()).toEqual(ATTACKS.map(([, , failure]) => failure).toSorted());
  expect(inside.asked).toEqual([]);
  expect(await bot.listSource()).toEqual([]);
}, 60_000);

test('a download that fails on every try is reported, and kept for a replay', async () => {
  const before = bot.sendApi.messages.length;

  await post(bot.url, batch(video('broken', `${bot.cdn.origin}/broken.mp4`)));

  const told = await eventually(() => {
    const messages = bot.sendApi.messages.slice(before);
    return messages.length >= 2 ? messages : undefined;
  });
  expect(told).toEqual([
    ACKNOWLEDGEMENT,
    '😕 Sorry, that didn’t work. I couldn’t download your video from Facebook. Please send it again.',
  ]);
  const letter = await bot.receiveDeadLetter();
  expect(letter).toContain('"condition":"RetriesExhausted"');
  expect(letter).toContain('/broken.mp4');
}, 60_000);
