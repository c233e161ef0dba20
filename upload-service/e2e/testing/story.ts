import type { Label, Metadata } from '@video-service/shared/metadata';
import { label } from '../../src/testing/examples.ts';
import type { Bank } from './bank.ts';
import type { Media } from './media.ts';

const box = (Left: number) => ({
  Confidence: 90,
  BoundingBox: { Left, Top: 0.2, Width: 0.3, Height: 0.5 },
});
const clock: Label = { ...label('Clock', 97), Instances: [box(0.1)] };
const sign: Label = { ...label('Stop Sign', 88), Instances: [box(0.5)] };

/** Plays video-service for one session, step by step. */
export const tellStory = (bank: Bank, media: Media, id: string) => {
  const file = 'clip.webm';
  const captures = [0, 1.5, 4, 5].map((time) => ({
    frame: String(time * 1000),
    time,
    capture: `captures/${id}/clip-${time * 1000}.png`,
  }));
  const labels = [[clock], [clock, sign], [sign], [clock]];
  const metadata = {
    version: 1,
    id,
    status: 1,
    video: `videos/${id}/${file}`,
    gif: `${id}/clip.gif`,
    source: {
      bucket: 'test-source',
      key: `videos/${id}/${file}`,
      size: media.video.length,
      durationSeconds: 6,
      width: 320,
      height: 180,
      codec: 'vp8',
      rotation: 0,
    },
    labels: captures.map((capture, index) => ({ ...capture, labels: labels[index] ?? [] })),
    allLabels: [clock, sign],
    timeline: [
      { name: 'Clock', times: [0, 1.5, 5] },
      { name: 'Stop Sign', times: [1.5, 4] },
    ],
    cost: { images: 4, usd: 0.004 },
  } satisfies Metadata;

  const { gif, ...withoutGif } = metadata;

  return {
    makeGif: async () => {
      await bank.putRender(gif, media.gif, 'image/gif');
      await bank.report({ id, step: 'gif', gif });
    },
    makeCaptures: async () => {
      for (const { capture } of captures) await bank.putSource(capture, media.capture, 'image/png');
      await bank.report({ id, step: 'captures', captures });
    },
    label: async (index: number) => {
      const frame = captures[index]?.frame ?? '';
      await bank.report({ id, step: 'label', frame, labels: labels[index] ?? [] });
    },
    finish: () => bank.publish(metadata),
    fail: () =>
      bank.publish({
        ...withoutGif,
        status: -1,
        labels: [],
        allLabels: [],
        timeline: [],
        error: {
          stage: 'probe',
          code: 'NOT_A_VIDEO',
          message: 'The file holds no video.',
          hint: 'Check that it plays on your device.',
        },
      }),
  };
};
