import { previewKeys } from '@video-service/shared/keys';
import type { SessionView } from '#api/session-view';
import { exampleMetadata } from '@video-service/shared/testing/example-metadata';

export const ID = '0b8f1c54-6f0b-4d6e-9f6a-1d5c1c0a7e11';
export const OTHER_ID = '6f1c0c0e-3a5f-4b57-8a52-9b1f0a3f2d22';

/** The previews beside a video's GIF. */
export const previews = previewKeys(ID, 'clip.mp4');

/** The metadata of a video with one capture that shows a clock. */
export const metadata = exampleMetadata({ id: ID });

/** A session in progress without results, as the page gets it. */
export const newView: SessionView = {
  id: ID,
  status: 0,
  message: '',
  file: 'clip.mp4',
  labels: [],
  allLabels: [],
  timeline: [],
};
