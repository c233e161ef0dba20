import { gifKey, previewKeys } from '@video-service/shared/keys';
import type { Label } from '@video-service/shared/metadata';
import { formatTrack } from '@video-service/shared/web-vtt';
import { exampleMetadata, label } from '@video-service/shared/testing/example-metadata';
import type { Bank } from './bank.ts';
import type { Media } from './media.ts';

const box = (Left: number) => ({
  Confidence: 90,
  BoundingBox: { Left, Top: 0.2, Width: 0.3, Height: 0.5 },
});
const clock: Label = { ...label('Clock', 97), Instances: [box(0.1)] };
const sign: Label = { ...label('Stop Sign', 88, 'Road Sign'), Instances: [box(0.5)] };
const roadSign = label('Road Sign', 88);

// A tile for each second, three per row.
const TRACK = formatTrack(
  [0, 1, 2, 3, 4, 5].map((second) => ({
    start: second,
    end: second + 1,
    text: `clip-storyboard.jpg#xywh=${(second % 3) * 192},${Math.floor(second / 3) * 108},192,108`,
  })),
);

/** Plays video-service for one session, step by step. */
export const tellStory = (bank: Bank, media: Media, id: string) => {
  const file = 'clip.webm';
  const captures = [0, 1.5, 4, 5].map((time) => ({
    frame: String(time * 1000),
    time,
    capture: `captures/${id}/clip-${time * 1000}.png`,
  }));
  const labels = [[clock], [clock, sign, roadSign], [sign, roadSign], [clock]];
  const previews = previewKeys(id, file);
  const gif = gifKey(id, file);
  const metadata = exampleMetadata({
    id,
    video: `videos/${id}/${file}`,
    previews,
    source: {
      bucket: 'video-service-local-source-000000000000',
      key: `videos/${id}/${file}`,
      size: media.video.length,
      durationSeconds: 6,
      width: 320,
      height: 180,
      codec: 'vp8',
      rotation: 0,
    },
    labels: captures.map((capture, index) => ({ ...capture, labels: labels[index] ?? [] })),
    allLabels: [clock, sign, roadSign],
    timeline: [
      { name: 'Clock', times: [0, 1.5, 5] },
      { name: 'Stop Sign', times: [1.5, 4] },
      { name: 'Road Sign', times: [1.5, 4] },
    ],
    cost: { images: 4, usd: 0.004 },
  });

  return {
    makeGif: async () => {
      await bank.putRender(gif, media.gif, 'image/gif');
      await bank.putRender(previews.poster, media.poster, 'image/jpeg');
      await bank.putRender(previews.video, media.preview, 'video/mp4');
      await bank.putRender(previews.storyboard.picture, media.sheet, 'image/jpeg');
      await bank.putRender(previews.storyboard.track, Buffer.from(TRACK), 'text/vtt');
      await bank.report({ id, step: 'gif', gif, previews });
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
        ...metadata,
        status: -1,
        gif: undefined,
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
