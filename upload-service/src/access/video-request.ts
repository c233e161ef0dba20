import type { Refusal } from '@video-service/shared/http';
import * as v from 'valibot';

/** The path of a request about one video. */
export const VideoPath = v.object({
  id: v.pipe(v.string(), v.uuid('This is not a valid video id.'), v.toLowerCase()),
});

/** The path of a request about one of the page's sessions. */
export const SessionPath = v.object({
  session: v.pipe(v.string(), v.uuid('This is not a valid session id.'), v.toLowerCase()),
});

/** Where a request gets its session id from. */
export const SESSION_HINT = 'Use the session id that was returned with the signed upload URL.';

/** Where a request gets its id from. */
export const ID_HINT = 'Use an id that GET /videos returned.';

/** The refusal of everything about a deleted video except its receipt. */
export const DELETED: Refusal = {
  code: 'DELETED',
  message: 'This video was deleted.',
  hint: 'GET /videos/{id}/receipt lists what was removed.',
};
