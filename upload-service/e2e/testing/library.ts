import type { Metadata } from '@video-service/shared/metadata';
import * as v from 'valibot';
import { label } from '@video-service/shared/testing/example-metadata';
import { metadata } from '../../src/testing/examples.ts';
import type { Bank } from './bank.ts';
import type { Media } from './media.ts';

const HOUR_MS = 3_600_000;
const NOW = Date.now();

export type Clip = {
  /** Its number, from which the video's id is made. */
  number: number;
  hoursAgo: number;
  /** The folder that names its camera; none for a video sent through the page. */
  camera?: string;
  name?: string;
  /** The labels of each of its captures, which are a second apart. */
  labels?: string[][];
  failed?: boolean;
};

const pageIds = new Map<number, string>();

/** The id of the video with this number. */
export const clipId = (number: number) =>
  pageIds.get(number) ?? `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

const Signed = v.object({ session: v.string() });

// A video sent through the page has an id from the page.
const openSession = async (bank: Bank, number: number, name: string) => {
  const query = new URLSearchParams({ file: name, size: '1000' });
  const answer = await fetch(`${bank.url}/signed-url?${query.toString()}`);
  pageIds.set(number, v.parse(Signed, await answer.json()).session);
};

/** Puts videos into the bank's library, as video-service ends them. */
export const addClips = async (bank: Bank, media: Media, clips: Clip[]) => {
  for (const clip of clips) {
    const { number, camera, labels = [], failed = false } = clip;
    const { name = `clip ${number}.webm` } = clip;
    if (camera === undefined) await openSession(bank, number, name);
    const id = clipId(number);
    const key = `videos/${camera ?? id}/${name}`;
    const captures = labels.map((names, index) => ({
      frame: `${index * 1000}`,
      time: index,
      capture: `captures/${id}/c-${index * 1000}.png`,
      labels: names.map((each) => label(each, 90)),
    }));
    const poster = `${id}/clip-poster.jpg`;
    await bank.putRender(poster, media.poster, 'image/jpeg');
    await bank.putRender(`${id}/clip-preview.mp4`, media.preview, 'video/mp4');
    await bank.putSource(key, media.video, 'video/webm');
    for (const { capture } of captures) await bank.putSource(capture, media.capture, 'image/png');
    // Those of the same time are in the order of their numbers.
    const at = new Date(NOW - clip.hoursAgo * HOUR_MS - number).toISOString();
    const document: Metadata = {
      ...metadata,
      gif: undefined,
      ...{ id, video: key, status: failed ? -1 : 1 },
      recorded: { at, offset: '+00:00', from: 'tag' },
      source: { bucket: 'test-source', key, size: media.video.length, durationSeconds: 6 },
      labels: captures,
      allLabels: [...new Set(labels.flat())].map((each) => label(each, 90)),
      timeline: [],
      ...(failed
        ? { error: NOT_A_VIDEO }
        : { previews: { poster, video: `${id}/clip-preview.mp4` } }),
    };
    await bank.publish(document);
  }
};

const NOT_A_VIDEO = {
  stage: 'probe',
  code: 'NOT_A_VIDEO',
  message: 'The file holds no video.',
  hint: 'Check that it plays on your device.',
} as const;
