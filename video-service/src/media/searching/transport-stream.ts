import type { RangeSource } from '../source/range-source.ts';
import { beginsAnew } from '../index/h264-units.ts';
import { ByteReader } from './byte-reader.ts';
import type { FrameReader, StoredFrame } from './frame-reader.ts';

const PACKET_BYTES = 188;
const SYNC = 0x47;
const HEAD_PACKETS = 2000;
// Plain, or with the time of arrival before each packet, as cameras and Blu-rays have it, or with a checksum after it.
const STRIDES = [188, 192, 204];
const TICKS_A_SECOND = 90_000;

/** Reads a transport stream packet by packet; undefined if it is not understood. `pid` is that of the video. */
export const openTransportStream = async (
  source: RangeSource,
  stream: number,
  pid: number,
): Promise<FrameReader | undefined> => {
  const layout = await findLayout(source);
  const head = layout && (await readTables(source, layout));
  if (!layout || !head) return undefined;
  return {
    format: 'mpegts',
    stream,
    beginsAnew: (packets) => beginsAnew(payloadsOf(packets)),
    join: (frames) => Buffer.concat([head, renumbered(Buffer.concat(frames))]),
    bodyStart: layout.offset,
    needsNext: true,
    framesFrom: (position) => framesFrom(source, { ...layout, position, pid }),
  };
};

/** The distance between two packets, and the position of the first one. */
type Layout = { stride: number; offset: number };

const findLayout = async (source: RangeSource): Promise<Layout | undefined> => {
  const bytes = await new ByteReader(source, 0).view(16 * 204);
  const isLayout = ({ stride, offset }: Layout) =>
    Array.from({ length: 10 }, (_, packet) => bytes[offset + packet * stride]).every(
      (byte) => byte === SYNC,
    );
  return STRIDES.flatMap((stride) =>
    Array.from({ length: stride }, (_, offset) => ({ stride, offset })),
  ).find(isLayout);
};

type Packet = { position: number; pid: number; starts: boolean; bytes: Buffer };

async function* packetsFrom(source: RangeSource, position: number, { stride, offset }: Layout) {
  const packets = Math.max(0, Math.ceil((position - offset) / stride));
  const reader = new ByteReader(source, offset + packets * stride);
  for (;;) {
    const bytes = await reader.view(PACKET_BYTES);
    if (bytes.length < PACKET_BYTES) return;
    if (bytes[0] === SYNC) {
      const word = bytes.readUInt16BE(1);
      const packet: Packet = {
        position: reader.position,
        pid: word & 0x1fff,
        starts: (word & 0x4000) !== 0,
        bytes,
      };
      yield packet;
      reader.skip(stride);
    } else reader.skip(1);
  }
}

// The tables that list the tracks: https://www.itu.int/rec/T-REC-H.222.0
const readTables = async (source: RangeSource, layout: Layout): Promise<Buffer | undefined> => {
  const programs = new Set<number>();
  const maps = new Map<number, Buffer[]>();
  let table: Buffer | undefined;
  let seen = 0;
  for await (const { pid, starts, bytes } of packetsFrom(source, 0, layout)) {
    seen += 1;
    if (seen > HEAD_PACKETS) break;
    if (pid === 0 && starts && !table) {
      table = Buffer.from(bytes);
      for (const program of mapPids(payloadOf(bytes))) programs.add(program);
    }
    if (!programs.has(pid)) continue;
    const packets = maps.get(pid) ?? [];
    // Up to where the table is repeated.
    if (starts ? packets.length === 0 : packets.length > 0 && packets.length < 6)
      maps.set(pid, [...packets, Buffer.from(bytes)]);
    else if (starts && maps.size === programs.size) break;
  }
  return table && maps.size > 0 ? Buffer.concat([table, ...[...maps.values()].flat()]) : undefined;
};

const mapPids = (payload: Buffer): number[] => {
  const section = payload.subarray(1 + (payload[0] ?? 0));
  const end = section.length < 8 ? 0 : 3 + (section.readUInt16BE(1) & 0xfff) - 4;
  const pids: number[] = [];
  for (let at = 8; at + 4 <= Math.min(end, section.length); at += 4)
    if (section.readUInt16BE(at) !== 0) pids.push(section.readUInt16BE(at + 2) & 0x1fff);
  return pids;
};

const payloadOf = (packet: Buffer): Buffer => {
  const control = (packet[3] ?? 0) >> 4;
  if ((control & 1) === 0) return packet.subarray(PACKET_BYTES);
  return packet.subarray((control & 2) === 0 ? 4 : 5 + (packet[4] ?? 0));
};

const payloadsOf = (packets: Uint8Array): Buffer => {
  const bytes = Buffer.from(packets.buffer, packets.byteOffset, packets.length);
  const count = Math.floor(bytes.length / PACKET_BYTES);
  return Buffer.concat(
    Array.from({ length: count }, (_, at) =>
      payloadOf(bytes.subarray(at * PACKET_BYTES, (at + 1) * PACKET_BYTES)),
    ),
  );
};

type Place = Layout & { position: number; pid: number };

async function* framesFrom(source: RangeSource, place: Place): AsyncGenerator<StoredFrame> {
  let frame: { position: number; time: number; isKey: boolean; packets: Buffer[] } | undefined;
  for await (const { pid, starts, bytes, position } of packetsFrom(source, place.position, place)) {
    if (pid !== place.pid) continue;
    if (starts && frame) yield finish(frame);
    if (starts) {
      const payload = payloadOf(bytes);
      frame = { position, time: timeOf(payload), isKey: isKey(bytes, payload), packets: [] };
    }
    frame?.packets.push(Buffer.from(bytes));
  }
  if (frame) yield finish(frame);
}

const finish = ({ packets, ...frame }: Omit<StoredFrame, 'read'> & { packets: Buffer[] }) => ({
  ...frame,
  read: () => Promise.resolve(Buffer.concat(packets)),
});

// 33 bits, with markers between them.
const timeOf = (payload: Buffer): number => {
  if (payload.length < 14 || payload.readUIntBE(0, 3) !== 1) return NaN;
  if (((payload[7] ?? 0) & 0x80) === 0) return NaN;
  const high = ((payload[9] ?? 0) >> 1) & 7;
  const ticks =
    high * 2 ** 30 + (payload.readUInt16BE(10) >> 1) * 2 ** 15 + (payload.readUInt16BE(12) >> 1);
  return ticks / TICKS_A_SECOND;
};

const RANDOM_ACCESS = 0x40;

const isKey = (packet: Buffer, payload: Buffer): boolean => {
  const hasField = ((packet[3] ?? 0) & 0x20) !== 0 && (packet[4] ?? 0) > 0;
  if (hasField && ((packet[5] ?? 0) & RANDOM_ACCESS) !== 0) return true;
  return beginsWithParameters(payload);
};

// Parameters of H.264 and of MPEG-1 and 2; in other codecs the packet itself says so.
const beginsWithParameters = (payload: Buffer): boolean =>
  PARAMETERS.some((start) => payload.includes(start, 9));

const PARAMETERS = [0xb3, 0x67, 0x27].map((kind) => Buffer.from([0, 0, 1, kind]));

// In order, because a gap would count as damage.
const renumbered = (packets: Buffer): Buffer => {
  let counter = 0;
  for (let at = 0; at < packets.length; at += PACKET_BYTES) {
    const flags = packets[at + 3] ?? 0;
    if ((flags & 0x10) !== 0) counter = (counter + 1) & 0xf;
    packets[at + 3] = (flags & 0xf0) | counter;
  }
  return packets;
};
