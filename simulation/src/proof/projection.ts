import type { Metadata } from '@video-service/shared/metadata';

/** What two runs of the same film must agree on. */
export type Projection = Pick<
  Metadata,
  'status' | 'gif' | 'previews' | 'labels' | 'activity' | 'error'
> &
  Record<string, unknown>;

// They depend on the upload.
const OWN = new Set(['id', 'video', 'revision', 'camera', 'recorded', 'bucket', 'key', 'size']);

/** Everything except what depends on the upload. */
export const projectionOf = (metadata: Metadata): Projection => {
  const { id, video } = metadata;
  const name = /([^/]*)\.\w+$/u.exec(video)?.[1] ?? video;
  const text = JSON.stringify(metadata, (key, value: unknown) =>
    OWN.has(key) ? undefined : value,
  );
  return JSON.parse(text.replaceAll(id, 'ID').replaceAll(name, 'NAME')) as Projection;
};

/**
 * The same with the other error of pictures that can never be labelled: if their session was closed before they were
 * examined, they stay unlabelled.
 */
export const asRejected = (found: Projection, right: Projection): Projection => ({
  ...found,
  labels: found.labels.map((capture) => {
    const error = right.labels.find(({ frame }) => frame === capture.frame)?.error;
    return capture.error?.code === 'LABELS_FAILED' && error ? { ...capture, error } : capture;
  }),
});

/** The same without the results of labelling, for videos that the budget leaves without labels. */
export const withoutLabels = (projection: Projection) => ({
  ...projection,
  labels: projection.labels.map((capture) => ({ ...capture, labels: [], error: undefined })),
  allLabels: [],
  timeline: [],
  unlabelled: 0,
  cost: {},
});
