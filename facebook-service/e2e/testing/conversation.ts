import { randomUUID } from 'node:crypto';
import type { Metadata } from '@video-service/shared/metadata';
import { eventually } from '../../../upload-service/e2e/testing/eventually.ts';
import { metadata } from '../../src/testing/ready-session.ts';
import type { Bot } from './bot.ts';
import { batch, post, video } from './webhook.ts';

/** The person's messages, once there are this many. */
export const heard = (bot: Bot, count: number): Promise<string[]> =>
  eventually(() => (bot.sendApi.messages.length >= count ? bot.sendApi.messages : undefined));

/** Sends the bot a video; returns its future results once it is stored and acknowledged. */
export const sendVideo = async (bot: Bot): Promise<Metadata> => {
  const before = await bot.listSource();
  await post(bot.url, batch(video(randomUUID(), `${bot.cdn.origin}/clip.mp4`)));
  await heard(bot, 1);
  const key = await eventually(async () =>
    (await bot.listSource()).find((name) => !before.includes(name)),
  );
  const id = key.split('/')[1] ?? '';
  return metadata({ id, gif: `${id}/preview.gif`, video: key });
};
