import * as v from 'valibot';
import { captureKey, gifKey, videoKey } from '../keys.ts';
import { type Label, Metadata } from '../metadata.ts';

/** A label as Rekognition returns it, with the more general ones that it implies. */
export const label = (Name: string, Confidence: number, ...parents: string[]): Label => ({
  Name,
  Confidence,
  Instances: [],
  Parents: parents.map((parent) => ({ Name: parent })),
  Categories: [],
  Aliases: [],
});

/** The metadata.json of a ready video that shows a clock, with changes. */
export const exampleMetadata = ({
  id,
  video = videoKey(id, 'clip.mp4'),
  ...changes
}: Partial<Metadata> & Pick<Metadata, 'id'>): Metadata =>
  v.parse(Metadata, {
    version: 1,
    id,
    status: 1,
    video,
    gif: gifKey(id, video),
    source: { bucket: 'source', key: video, size: 1000, durationSeconds: 5 },
    labels: [
      {
        frame: '1500',
        time: 1.5,
        capture: captureKey(id, video, '1500'),
        labels: [label('Clock', 91)],
      },
    ],
    allLabels: [label('Clock', 91)],
    timeline: [{ name: 'Clock', times: [1.5] }],
    cost: { images: 1, usd: 0.001 },
    ...changes,
  });
