import type { Failures } from './unreliable.ts';

/** How the Graph API fails: with a response it has accepted nothing, without one nobody knows. */
export const graphFailures: Failures<Response> = {
  isPlain: true,
  failing: (kind) =>
    Response.json(
      { error: { message: kind, code: kind === 'throttled' ? 613 : 2 } },
      { status: kind === 'throttled' ? 400 : 500 },
    ),
  lost: (when) =>
    Object.assign(new TypeError('fetch failed'), {
      cause: { code: when === 'before' ? 'ECONNREFUSED' : 'UND_ERR_SOCKET' },
    }),
};

/** How the CDN fails. */
export const cdnFailures: Failures<Buffer> = {
  failing: (kind) => {
    throw new Error(`the video's server answered ${kind}`);
  },
  lost: () => new Error('socket hang up'),
};
