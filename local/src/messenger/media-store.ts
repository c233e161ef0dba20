import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { lookup as typeOf, mimes } from 'mrmime';

const NAME = /^[0-9a-f-]{36}\.[a-z0-9]{1,5}$/;
const EXTENSION = /\.([a-z0-9]{1,5})$/i;

// Whatever type a file claims, it is shown and never run.
const HARMLESS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
};

/** The browser's description of a file it sends. */
type Named = { name: string; contentType: string };

export type MediaStore = ReturnType<typeof openMediaStore>;

/** The chat's pictures and videos: files under generated names, served by ranges like a CDN. */
export const openMediaStore = (directory: string, basePath: string) => {
  const newName = async (extension: string) => {
    await mkdir(directory, { recursive: true });
    return `${randomUUID()}.${extension}`;
  };

  return {
    async saveBytes(bytes: Buffer, contentType: string): Promise<string> {
      const name = await newName(extensionOf(contentType));
      await writeFile(path.join(directory, name), bytes);
      return `${basePath}/${name}`;
    },

    async saveStream(body: IncomingMessage, { name, contentType }: Named): Promise<string> {
      const extension = EXTENSION.exec(name)?.[1]?.toLowerCase() ?? extensionOf(contentType);
      const saved = await newName(extension);
      await pipeline(body, createWriteStream(path.join(directory, saved)));
      return `${basePath}/${saved}`;
    },

    async serve(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
      const file = path.join(directory, name);
      const size = NAME.test(name) ? await sizeOf(file) : undefined;
      if (size === undefined) {
        response.writeHead(404).end();
        return;
      }
      const { start, end } = rangeOf(request.headers.range, size);
      response.writeHead(request.headers.range ? 206 : 200, {
        'content-type': typeOf(name) ?? 'application/octet-stream',
        'content-length': end - start + 1,
        'accept-ranges': 'bytes',
        ...HARMLESS,
        etag: `"${name}"`,
        ...(request.headers.range && { 'content-range': `bytes ${start}-${end}/${size}` }),
      });
      // A client that disconnects in the middle of a video has seen enough.
      await pipeline(createReadStream(file, { start, end }), response).catch(() => undefined);
    },
  };
};

const extensionOf = (contentType: string) => {
  const type = contentType.split(';', 1)[0];
  return Object.entries(mimes).find(([, mime]) => mime === type)?.[0] ?? 'bin';
};

const sizeOf = async (file: string) => (await stat(file).catch(() => undefined))?.size;

const rangeOf = (header: string | undefined, size: number) => {
  const [, start = '0', end = ''] = /^bytes=(\d+)-(\d*)$/.exec(header ?? '') ?? [];
  const last = end === '' ? size - 1 : Math.min(Number(end), size - 1);
  return Number(start) <= last ? { start: Number(start), end: last } : { start: 0, end: size - 1 };
};
