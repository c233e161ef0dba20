import { fileTypeFromBuffer } from 'file-type';
import { refused } from './refused.ts';

/** As many of the first bytes as telling a file's type may take. */
const SNIFFED_BYTES = 4100;

/** A video by its content, whatever its sender calls it. */
export type Sniffed = { extension: string; contentType: string; bytes: AsyncIterable<Buffer> };

/** The type that the first bytes show, and all bytes; throws NOT_A_VIDEO for anything else. */
export const sniffVideo = async (bytes: AsyncGenerator<Buffer, void>): Promise<Sniffed> => {
  const first: Buffer[] = [];
  let size = 0;
  while (size < SNIFFED_BYTES) {
    const next = await bytes.next();
    if (next.done) break;
    first.push(next.value);
    size += next.value.length;
  }
  const head = Buffer.concat(first);
  const type = await fileTypeFromBuffer(head);
  if (!type?.mime.startsWith('video/')) {
    await bytes.return(undefined);
    throw refused('NOT_A_VIDEO');
  }
  return { extension: type.ext, contentType: type.mime, bytes: after(head, bytes) };
};

async function* after(head: Buffer, rest: AsyncIterable<Buffer>) {
  yield head;
  yield* rest;
}
