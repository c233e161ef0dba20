import { cameraOf } from '@video-service/shared/recording/camera';
import type { Known } from '@video-service/shared/recording/recorded';
import { recordedAt } from '@video-service/shared/recording/recorded-at';
import type { Session } from '@video-service/shared/session';
import type { RecordingTags } from '../media/recording-tags.ts';

/** The bucket's information on an object: when it was stored, and its sender's metadata. */
export type ObjectDetails = { storedAt: string; meta: Record<string, string> };

/** Where and when a video was recorded, according to the video and its sender. */
export type Recording = { camera?: string; recorded?: Known };

const MAX_CAMERA_LENGTH = 100;

/** The upload time is left to the library, so that the same video always has the same recording time. */
export const recordingOf = (
  { source, createdAt }: Pick<Session, 'source' | 'createdAt'>,
  tags: RecordingTags,
  { details, zone }: { details: ObjectDetails | undefined; zone: string },
): Recording => {
  const camera = cameraOf(source.key) ?? cameraIn(details?.meta);
  const { from, ...moment } = recordedAt({
    ...tags,
    key: source.key,
    uploadedAt: details?.storedAt ?? createdAt,
    fileTime: details?.meta['file-time'],
    zone,
  });
  return {
    ...(camera !== undefined && { camera }),
    ...(from !== 'upload' && { recorded: { ...moment, from } }),
  };
};

// HTTP headers are ASCII, so names are percent-encoded.
const cameraIn = ({ camera }: Record<string, string> = {}): string | undefined => {
  if (camera === undefined) return undefined;
  try {
    const name = decodeURIComponent(camera)
      .replaceAll(/\p{Cc}/gu, '')
      .trim();
    return name === '' || name.length > MAX_CAMERA_LENGTH ? undefined : name;
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
};
