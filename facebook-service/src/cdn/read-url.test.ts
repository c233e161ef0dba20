import type { lookup as systemLookup } from 'node:dns';
import { buffer } from 'node:stream/consumers';
import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { InvalidInput } from '@video-service/shared/errors';
import { serve } from '@video-service/shared/testing/serve';
import { readUrl, type ReadOptions } from './read-url.ts';

const clip = Buffer.from(Array.from({ length: 300_000 }, (_, i) => i % 251));

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

const serving = async (listener: RequestListener) => {
  const server = await serve(listener);
  closers.push(server.close);
  return server;
};

const read = (url: string, options: Partial<ReadOptions> = {}) =>
  buffer(
    readUrl(url, {
      allowed: { hosts: ['fbcdn.net'], trustedOrigins: [new URL(url).origin] },
      maxBytes: 1_000_000,
      signal: AbortSignal.timeout(10_000),
      firstPauseMs: 1,
      ...options,
    }),
  );

const codeOf = async (reading: Promise<unknown>) => {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof InvalidInput) return error.details.code;
    throw error;
  }
};

type Cutting = { etagOf?: (answer: number) => string; silenceMs?: number };

/** Serves the clip by ranges, cutting each response after so many bytes and some silence. */
const cutting = (
  bytes: number,
  { etagOf = () => '"v1"', silenceMs = 20 }: Cutting = {},
): RequestListener => {
  let answers = 0;
  return ({ headers }, response) => {
    const etag = etagOf((answers += 1));
    const start = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0);
    const same = start > 0 && headers['if-range'] === etag;
    const from = same ? start : 0;
    response.writeHead(same ? 206 : 200, {
      etag,
      'accept-ranges': 'bytes',
      'content-length': clip.length - from,
      ...(same && { 'content-range': `bytes ${from}-${clip.length - 1}/${clip.length}` }),
    });
    response.write(clip.subarray(from, from + bytes), () => {
      if (from + bytes >= clip.length) response.end();
      else setTimeout(() => response.destroy(), silenceMs).unref();
    });
  };
};

describe('reading a URL', () => {
  test('yields every byte once, across resets that the server can resume from', async () => {
    const { origin, asked } = await serving(cutting(110_000));

    expect((await read(`${origin}/clip.mp4`)).equals(clip)).toBe(true);
    expect(asked).toHaveLength(3);
  });

  test('asks a silent server again for the rest', async () => {
    const { origin, asked } = await serving(cutting(200_000, { silenceMs: 60_000 }));

    expect((await read(`${origin}/clip.mp4`, { idleTimeoutMs: 100 })).equals(clip)).toBe(true);
    expect(asked).toHaveLength(2);
  });

  test('does not mix versions of a file that changes in between', async () => {
    const { origin } = await serving(cutting(110_000, { etagOf: (answer) => `"v${answer}"` }));

    await expect(read(`${origin}/clip.mp4`)).rejects.toThrow('answered 200');
  });

  test.each([
    ['without a version', { 'accept-ranges': 'bytes' }],
    ['with a weak version', { 'accept-ranges': 'bytes', etag: 'W/"v1"' }],
    ['without ranges', { etag: '"v1"' }],
  ])('does not resume a file %s after a reset', async (_, headers) => {
    const { origin, asked } = await serving((_request, response) => {
      response.writeHead(200, { ...headers, 'content-length': clip.length });
      response.write(clip.subarray(0, 1000), () => setTimeout(() => response.destroy(), 20));
    });

    await expect(read(`${origin}/clip.mp4`)).rejects.toThrow();
    expect(asked).toHaveLength(1);
  });

  test('refuses to resume at another place', async () => {
    const { origin } = await serving(({ headers }, response) => {
      const version = { 'accept-ranges': 'bytes', etag: '"v1"' };
      const range = { 'content-range': `bytes 0-${clip.length - 1}/${clip.length}` };
      response.writeHead(headers.range ? 206 : 200, { ...version, ...(headers.range && range) });
      response.write(clip.subarray(0, 1000), () => setTimeout(() => response.destroy(), 20));
    });

    await expect(read(`${origin}/clip.mp4`)).rejects.toThrow('answered 206');
  });

  test('retries a 5xx, and gives up after four tries', async () => {
    const { origin, asked } = await serving((_, response) => response.writeHead(503).end());

    await expect(read(`${origin}/clip.mp4`)).rejects.toThrow('answered 503');
    expect(asked).toHaveLength(4);
  });

  test('follows redirects within the allowed hosts', async () => {
    const { origin } = await serving((request, response) => {
      if (request.url === '/clip.mp4') response.end(clip);
      else response.writeHead(302, { location: '/clip.mp4' }).end();
    });

    expect((await read(`${origin}/start`)).equals(clip)).toBe(true);
  });
});

describe('reading a URL refuses', () => {
  test('more bytes than allowed, whether or not the server announces them', async () => {
    // The server announces all of them and sends one.
    const honest = await serving((_, response) =>
      response.writeHead(200, { 'content-length': clip.length }).write('x'),
    );
    const endless = await serving((_, response) => {
      const more = setInterval(() => response.write(Buffer.alloc(10_000)), 1);
      response.on('close', () => clearInterval(more));
    });

    expect(await codeOf(read(honest.origin, { maxBytes: 299_999 }))).toBe('TOO_LARGE');
    expect(await codeOf(read(endless.origin, { maxBytes: 299_999 }))).toBe('TOO_LARGE');
  });

  test('a download that takes too long', async () => {
    const { origin } = await serving((_, response) => response.write('x'));

    expect(await codeOf(read(origin, { signal: AbortSignal.timeout(100) }))).toBe('TOO_SLOW');
  });

  test('an expired link, at once', async () => {
    const { origin, asked } = await serving((_, response) => response.writeHead(403).end());

    expect(await codeOf(read(origin))).toBe('LINK_EXPIRED');
    expect(asked).toHaveLength(1);
  });

  test('a redirect to a host that is not allowed, without contacting it', async () => {
    const secret = await serving((_, response) => response.end('secret'));
    const { origin } = await serving((_, response) =>
      response.writeHead(302, { location: `${secret.origin}/latest/meta-data` }).end(),
    );

    expect(await codeOf(read(origin))).toBe('HOST_NOT_ALLOWED');
    expect(secret.asked).toEqual([]);
  });

  test.each(['http://[', 'file:///etc/passwd', 'http://169.254.169.254/latest/meta-data'])(
    'a redirect to %s',
    async (location) => {
      const { origin, asked } = await serving((_, response) =>
        response.writeHead(302, { location }).end(),
      );

      expect(await codeOf(read(origin))).toBe('HOST_NOT_ALLOWED');
      expect(asked).toHaveLength(1);
    },
  );

  test('a redirect loop', async () => {
    const { origin, asked } = await serving((_, response) =>
      response.writeHead(302, { location: '/again' }).end(),
    );

    expect(await codeOf(read(origin))).toBe('HOST_NOT_ALLOWED');
    expect(asked).toHaveLength(6);
  });

  test.each([
    ['a private address', [{ address: '127.0.0.1', family: 4 }]],
    [
      'a private address beside a public one',
      [
        { address: '157.240.1.1', family: 4 },
        { address: '::1', family: 6 },
      ],
    ],
    ['no address', []],
  ])('an allowed name that resolves to %s', async (_, addresses) => {
    // The type has one signature per overload; only the one with `all` is called.
    const lookup = ((_name: string, _options: object, callback: (...answer: unknown[]) => void) =>
      callback(null, addresses)) as unknown as typeof systemLookup;

    expect(
      await codeOf(
        read('https://video.fbcdn.net/clip.mp4', {
          lookup,
          allowed: { hosts: ['fbcdn.net'], trustedOrigins: [] },
        }),
      ),
    ).toBe('HOST_NOT_ALLOWED');
  });
});
