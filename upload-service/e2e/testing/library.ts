import type { Metadata } from '@video-service/shared/metadata';
import { label, metadata } from '../../src/testing/examples.ts';
import type { Bank } from './bank.ts';
import type { Media } from './media.ts';

const HOUR_MS = 3_600_000;
const NOW = Date.now();

export type Clip = {
  /** Its number; the id of the video is made of it. */
  number: number;
  hoursAgo: number;
  /** The folder that names its camera; none for a video that came through the page. */
  camera?: string;
  name?: string;
  /** The labels of each of its captures, which lie a second apart. */
  labels?: string[][];
  failed?: boolean;
};

/** The id of the video with this number. */
export const clipId = (number: number) =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Puts videos into the bank's library, as video-service ends them. */
export const addClips = async (bank: Bank, media: Media, clips: Clip[]) => {
  for (const clip of clips) {
    const id = clipId(clip.number);
    const { number, camera, name = `clip ${number}.webm`, labels = [], failed = false } = clip;
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
