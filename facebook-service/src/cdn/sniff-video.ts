import { formatOfName, formatOfType, type VideoFormat } from '@video-service/shared/video-formats';
import { fileTypeFromBuffer } from 'file-type';
import { refused } from './refused.ts';

/** The number of first bytes that may be needed to recognise a file's type. */
const SNIFFED_BYTES = 4100;

/** A video by its content, whatever its sender calls it. */
export type Sniffed = { extension: string; contentType: string; bytes: AsyncIterable<Buffer> };

/** The type according to the first bytes, and all bytes; throws NOT_A_VIDEO for anything else. */
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
  const format = await formatOf(head);
  if (!format) {
    await bytes.return(undefined);
    throw refused('NOT_A_VIDEO');
  }
  const [extension = ''] = format.extensions;
  return { extension, contentType: format.types[0], bytes: after(head, bytes) };
};

const formatOf = async (head: Buffer): Promise<VideoFormat | undefined> => {
  const type = await fileTypeFromBuffer(head);
  if (!type) return formatOfStream(head);
  const isSound = type.mime.startsWith('audio/');
  return isSound ? undefined : (formatOfType(type.mime) ?? formatOfName(`video.${type.ext}`));
};

const START_CODE = /^(?:00)?000001([\da-f]{2})/u;

// A raw stream begins with parameters of H.264 (7) or a delimiter (9), or with one of HEVC's (32 to 35).
const formatOfStream = (head: Buffer): VideoFormat | undefined => {
  const unit = START_CODE.exec(head.toString('hex', 0, 5))?.[1];
  if (unit === undefined) return undefined;
  const header = Number.parseInt(unit, 16);
  if ([7, 9].includes(header & 0x1f)) return formatOfName('video.h264');
  return [32, 33, 34, 35].includes(header >> 1) ? formatOfName('video.h265') : undefined;
};

async function* after(head: Buffer, rest: AsyncIterable<Buffer>) {
  yield head;
  yield* rest;
}
