import type { RangeSource } from '../source/range-source.ts';
import { beginsAnew } from '../index/h264-units.ts';
import { ByteReader } from './byte-reader.ts';
import {
  type ElementHead,
  elementsIn,
  ID,
  parseHead,
  readHead,
  readUnsigned,
  readVint,
  writeElement,
  writeUnsigned,
} from './ebml.ts';
import type { FrameReader, StoredFrame } from './frame-reader.ts';

const MAX_HEADER_BYTES = 4 * 1024 * 1024;
const MAX_ELEMENTS = 1000;
const VIDEO = 1;

/** Reads Matroska and WebM cluster by cluster, with or without cues; undefined if it is not understood. */
export const openMatroska = async (
  source: RangeSource,
  stream: number,
): Promise<FrameReader | undefined> => {
  const header = await readHeader(source);
  const entry =
    header && elementsIn(header.tracks).filter(({ id }) => id === ID.trackEntry)[stream];
  if (!header || !entry) return undefined;
  const field = (id: number) => elementsIn(entry.body).find((each) => each.id === id)?.body;
  const track = readUnsigned(field(ID.trackNumber) ?? Buffer.alloc(0));
  if (track === 0 || readUnsigned(field(ID.trackType) ?? Buffer.alloc(0)) !== VIDEO)
    return undefined;
  const scale = elementsIn(header.info).find(({ id }) => id === ID.timestampScale)?.body;
  const tick = (scale ? readUnsigned(scale) : 1_000_000) / 1_000_000_000;
  return {
    format: 'matroska',
    stream,
    beginsAnew: (cluster) => beginsAnew(codedIn(Buffer.from(cluster)), 4),
    join: (frames) => Buffer.concat([header.head, ...frames]),
    bodyStart: header.bodyStart,
    needsNext: false,
    framesFrom: (position) => framesFrom(source, { position, track, tick }),
  };
};

const UNKNOWN_SIZE = Buffer.from('01ffffffffffffff', 'hex');

// Without the table of positions, which differ in an excerpt.
const readHeader = async (source: RangeSource) => {
  const reader = new ByteReader(source, 0);
  const first = await readBody(reader, ID.header);
  const segment = await readHead(reader);
  if (!first || segment?.id !== ID.segment) return undefined;
  reader.skip(segment.headBytes);
  let [info, tracks]: [Buffer?, Buffer?] = [];
  for (let element = 0; element < MAX_ELEMENTS; element += 1) {
    const head = await readHead(reader);
    if (!head) return undefined;
    if (head.id === ID.cluster) break;
    if (head.id === ID.info) info = await readBody(reader, ID.info);
    else if (head.id === ID.tracks) tracks = await readBody(reader, ID.tracks);
    else reader.skip(head.headBytes + head.size);
  }
  if (!info || !tracks) return undefined;
  const segmentHead = Buffer.from(ID.segment.toString(16), 'hex');
  const head = Buffer.concat([
    writeElement(ID.header, first),
    ...[segmentHead, UNKNOWN_SIZE, writeElement(ID.info, info), writeElement(ID.tracks, tracks)],
  ]);
  return { head, info, tracks, bodyStart: reader.position };
};

const readBody = async (reader: ByteReader, id: number): Promise<Buffer | undefined> => {
  const head = await readHead(reader);
  if (head?.id !== id || head.size > MAX_HEADER_BYTES) return undefined;
  const bytes = await reader.view(head.headBytes + head.size);
  reader.skip(head.headBytes + head.size);
  return Buffer.from(bytes.subarray(head.headBytes));
};

type Place = { position: number; track: number; tick: number };
type Cluster = { position: number; time: number };

async function* framesFrom(
  source: RangeSource,
  { position, track, tick }: Place,
): AsyncGenerator<StoredFrame> {
  const reader = new ByteReader(source, position);
  let cluster: Cluster | undefined;
  while (cluster || (await findCluster(reader))) {
    const head = await readHead(reader);
    if (!head || reader.position >= source.size) return;
    const { id, headBytes, size } = head;
    if (id === ID.cluster) {
      cluster = { position: reader.position, time: NaN };
      reader.skip(headBytes);
    } else if (!cluster || size > MAX_FRAME_BYTES) {
      // Damaged, or something else after the clusters.
      cluster = undefined;
      reader.skip(1);
    } else {
      if (id === ID.timestamp)
        cluster.time = readUnsigned((await reader.view(headBytes + size)).subarray(headBytes));
      const block = await readBlock(reader, head);
      if (block?.track === track)
        yield {
          position: cluster.position,
          time: (cluster.time + block.offset) * tick,
          isKey: block.isKey,
          read: readWrapped(reader, cluster, headBytes + size),
        };
      reader.skip(headBytes + size);
    }
  }
}

const MAX_FRAME_BYTES = 64 * 1024 * 1024;
const SCANNED_BYTES = 32 * 1024;
const CLUSTER_START = Buffer.from(ID.cluster.toString(16), 'hex');
// What a cluster can begin with: its time, or a checksum, padding, its position or the size of the previous one.
const BEGINNINGS = new Set<number>([ID.timestamp, 0xbf, 0xec, 0xa7, 0xab]);

// Moves the reader to the next cluster; false if there is none.
const findCluster = async (reader: ByteReader): Promise<boolean> => {
  for (;;) {
    const bytes = await reader.view(SCANNED_BYTES);
    for (let at = 0; (at = bytes.indexOf(CLUSTER_START, at)) >= 0; at += 1) {
      const head = parseHead(bytes.subarray(at, at + 12));
      if (!head || !BEGINNINGS.has(bytes[at + head.headBytes] ?? 0)) continue;
      reader.skip(at);
      return true;
    }
    if (bytes.length < SCANNED_BYTES) return false;
    // A head may cross the boundary.
    reader.skip(SCANNED_BYTES - 16);
  }
};

// A number of up to eight bytes, two bytes of time and one of flags.
const BLOCK_HEAD_BYTES = 11;

const readBlock = async (reader: ByteReader, { id, headBytes, size }: ElementHead) => {
  if (id === ID.simpleBlock) {
    const bytes = await reader.view(headBytes + Math.min(size, BLOCK_HEAD_BYTES));
    return parseBlock(bytes.subarray(headBytes), (flags) => (flags & 0x80) !== 0);
  }
  if (id !== ID.blockGroup) return undefined;
  const children = elementsIn((await reader.view(headBytes + size)).subarray(headBytes));
  const block = children.find((child) => child.id === ID.block);
  const isKey = children.every((child) => child.id !== ID.reference);
  return block && parseBlock(block.body, () => isKey);
};

const parseBlock = (bytes: Buffer, isKey: (flags: number) => boolean) => {
  const track = readVint(bytes);
  if (!track || bytes.length < track.bytes + 3) return undefined;
  return {
    track: track.value,
    offset: bytes.readInt16BE(track.bytes),
    isKey: isKey(bytes[track.bytes + 2] ?? 0),
  };
};

// The frame in the cluster that was written around it.
const codedIn = (cluster: Buffer): Buffer => {
  const children = elementsIn(elementsIn(cluster)[0]?.body ?? cluster);
  const group = children.find(({ id }) => id === ID.blockGroup);
  const blocks = [...children, ...(group ? elementsIn(group.body) : [])];
  const block = blocks.find(({ id }) => id === ID.simpleBlock || id === ID.block)?.body;
  return block?.subarray((readVint(block)?.bytes ?? 0) + 3) ?? Buffer.alloc(0);
};

// In a cluster of its own.
const readWrapped =
  (reader: ByteReader, { time }: Cluster, bytes: number) =>
  async () =>
    writeElement(
      ID.cluster,
      writeElement(ID.timestamp, writeUnsigned(time)),
      await reader.view(bytes),
    );
