import type { Metadata } from '@video-service/shared/metadata';
import { exampleMetadata, label } from '@video-service/shared/testing/example-metadata';

const id = '7a1c2a0e-0b3f-4d52-9b60-0d8f4a3a6a11';

/** A session whose video is ready. */
export const session = { id, sender: '4711' };

/** Its metadata from video-service. */
export const metadata = (changes: Partial<Metadata> = {}): Metadata =>
  exampleMetadata({
    id,
    video: `videos/${id}/messenger.mp4`,
    allLabels: [label('Stopsign', 97.9)],
    ...changes,
  });

/** The two messages that its person gets. */
export const gif = { imageUrl: `https://render/${id}/messenger.gif` };
export const labels = { text: 'I see: Stopsign (98%)' };

/** A bucket whose objects all have one size. */
export const shown = (name: string, size: number) => ({
  sizeOf: async () => size,
  urlOf: async (key: string) => `https://${name}/${key}`,
});
