import type { RequestListener, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { mp4 } from '../../src/testing/mp4.ts';
import { serve } from '@video-service/shared/testing/serve';

const MP4 = mp4(20_000);

const trickle = (response: ServerResponse, bytes: number, everyMs: number) => {
  response.write(MP4);
  const more = setInterval(() => response.write(Buffer.alloc(bytes)), everyMs);
  response.once('close', () => clearInterval(more));
};

const pages: Record<string, (response: ServerResponse) => void> = {
  '/clip.mp4': (response) => response.end(MP4),
  '/renamed.mp4': (response) => response.end('These are only words.'),
  '/endless.mp4': (response) => trickle(response, 20_000, 5),
  '/slow.mp4': (response) => trickle(response, 1, 500),
  '/expired.mp4': (response) => response.writeHead(403).end(),
  '/broken.mp4': (response) => response.writeHead(503).end(),
};

function* zeros(bytes: number) {
  yield MP4;
  const chunk = Buffer.alloc(64 * 1024);
  for (let left = bytes - MP4.length; left > 0; left -= chunk.length) yield chunk.subarray(0, left);
}

/** A CDN with good and bad videos; `/to?<address>` redirects there, and `/sized.mp4?<bytes>` has that size. */
export const openCdn = () =>
  serve(((request, response) => {
    const { pathname, search } = new URL(request.url ?? '', 'http://cdn');
    if (pathname === '/to') {
      response.writeHead(302, { location: decodeURIComponent(search.slice(1)) }).end();
    } else if (pathname === '/sized.mp4') {
      // A client whose request is refused disconnects.
      void pipeline(zeros(Number(search.slice(1))), response).catch(() => undefined);
    } else (pages[pathname] ?? ((missing) => missing.writeHead(404).end()))(response);
  }) satisfies RequestListener);
