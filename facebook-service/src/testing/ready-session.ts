import type { Metadata } from '@video-service/shared/metadata';

const id = '7a1c2a0e-0b3f-4d52-9b60-0d8f4a3a6a11';

/** A session whose video is ready. */
export const session = { id, sender: '4711' };

/** Its metadata from video-service. */
export const metadata = (rest: Partial<Metadata> = {}): Metadata => ({
  version: 1,
  id,
  status: 1,
  video: `videos/${id}/messenger.mp4`,
  gif: `${id}/messenger.gif`,
  source: { bucket: 'source', key: `videos/${id}/messenger.mp4`, size: 9 },
  labels: [{ frame: '0', time: 0, capture: `captures/${id}/messenger-0.png`, labels: [] }],
  allLabels: [
    { Name: 'Stopsign', Confidence: 97.9, Instances: [], Parents: [], Categories: [], Aliases: [] },
  ],
  timeline: [],
  cost: { images: 1, usd: 0.001 },
  ...rest,
});

/** The two messages that its person gets. */
export const gif = { imageUrl: `https://render/${id}/messenger.gif` };
export const labels = { text: 'I see: Stopsign (98%)' };

/** A bucket whose objects all have one size. */
export const shown = (name: string, size: number) => ({
  sizeOf: async () => size,
  urlOf: async (key: string) => `https://${name}/${key}`,
});
