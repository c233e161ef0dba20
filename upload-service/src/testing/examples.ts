import type { Label, Metadata, Previews } from '@video-service/shared/metadata';

export const ID = '0b8f1c54-6f0b-4d6e-9f6a-1d5c1c0a7e11';
export const OTHER_ID = '6f1c0c0e-3a5f-4b57-8a52-9b1f0a3f2d22';

/** A label with only the fields that the tests read. */
export const label = (Name: string, Confidence: number): Label => ({
  Name,
  Confidence,
  Instances: [],
  Parents: [],
  Categories: [],
  Aliases: [],
});

/** The previews beside a video's GIF. */
export const previews = {
  poster: `${ID}/clip-poster.jpg`,
  video: `${ID}/clip-preview.mp4`,
  storyboard: { picture: `${ID}/clip-storyboard.jpg`, track: `${ID}/clip-storyboard.vtt` },
} satisfies Previews;

/** The metadata of a video with one capture that shows a clock. */
export const metadata: Metadata = {
  version: 1,
  id: ID,
  status: 1,
  video: `videos/${ID}/clip.mp4`,
  gif: `${ID}/clip.gif`,
  source: { bucket: 'source', key: `videos/${ID}/clip.mp4`, size: 1000, durationSeconds: 5 },
  labels: [
    {
      frame: '1500',
      time: 1.5,
      capture: `captures/${ID}/clip-1500.png`,
      labels: [label('Clock', 91)],
    },
  ],
  allLabels: [label('Clock', 91)],
  timeline: [{ name: 'Clock', times: [1.5] }],
  cost: { images: 1, usd: 0.001 },
};
