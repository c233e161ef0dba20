import type { CreatedObject } from '@video-service/shared/events';
import { sessionIdOf } from '@video-service/shared/keys';
import type { SourceVideo } from '@video-service/shared/messages';

/** The video of an uploaded object, with its session. */
export const toSourceVideo = (object: CreatedObject): SourceVideo => ({
  id: sessionIdOf(object),
  bucket: object.bucket,
  key: object.key,
  size: object.size,
  ...(object.etag !== undefined && { etag: object.etag }),
});
