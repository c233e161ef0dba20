import path from 'node:path/posix';
import { generalNames } from '@video-service/shared/label-names';
import type { Metadata } from '@video-service/shared/metadata';
import { cameraOf } from '@video-service/shared/recording/camera';
import { recordedAt } from '@video-service/shared/recording/recorded-at';
import type { Door, LibraryEntry } from '#api/library-entry';

/** What the bank knows about a video besides its metadata.json. */
export type Provenance = { door: Door; uploadedAt: string; zone: string };

/** A rendered video as the library lists it. */
export const entryOf = (
  metadata: Metadata,
  { door, uploadedAt, zone }: Provenance,
): LibraryEntry => {
  const { id, status, video: key, gif, previews = {}, source, error } = metadata;
  const { revision = FIRST_REVISION, camera = cameraOf(key) } = metadata;
  return {
    id,
    revision,
    state: status === 1 ? 'ready' : 'failed',
    door,
    key,
    name: path.basename(key),
    ...(camera !== undefined && { camera }),
    // Unknown for documents of earlier versions, and for videos without any record.
    uploadedAt,
    recorded: metadata.recorded ?? recordedAt({ key, uploadedAt, zone }),
    ...(source.durationSeconds !== undefined && { durationSeconds: source.durationSeconds }),
    captures: metadata.labels.map(({ frame, time, capture }) => ({ frame, time, key: capture })),
    labels: labelsOf(metadata),
    previews: {
      ...(gif !== undefined && { gif }),
      ...(previews.poster !== undefined && { poster: previews.poster }),
      ...(previews.video !== undefined && { video: previews.video }),
      ...(previews.storyboard && { storyboard: previews.storyboard }),
    },
    ...(error && { error: { code: error.code, message: error.message } }),
  };
};

const FIRST_REVISION = 1;

const labelsOf = ({ labels: captures, allLabels }: Metadata): LibraryEntry['labels'] => {
  const shown = new Map<string, number[]>();
  for (const [index, { labels }] of captures.entries())
    for (const { Name } of labels) shown.set(Name, [...(shown.get(Name) ?? []), index]);
  const general = new Set(generalNames(allLabels));
  return Array.from(shown, ([name, indexes]) => ({
    name,
    captures: [...new Set(indexes)],
    ...(general.has(name) && { general: true as const }),
  }));
};
