import type { RangeSource } from '../source/range-source.ts';

const FIRST_BYTES = 64 * 1024;
const NEXT_BYTES = 256 * 1024;
// Fewer bytes are read again, which is cheaper than copying what follows them.
const WORTH_COPYING_BYTES = 16 * 1024;
const NO_BYTES = Buffer.alloc(0);

/** Reads a source from a position on; what is skipped beyond the next piece is not read at all. */
export class ByteReader {
  position: number;
  private readonly source: RangeSource;
  private start: number;
  private bytes: Buffer = NO_BYTES;
  private pieceBytes = FIRST_BYTES;

  constructor(source: RangeSource, position: number) {
    this.source = source;
    this.position = position;
    this.start = position;
  }

  /** Peeks at the next bytes; fewer at the end of the source. */
  async view(length: number): Promise<Buffer> {
    const end = Math.min(this.position + length, this.source.size);
    if (end > this.start + this.bytes.length) await this.load(end);
    return this.bytes.subarray(this.position - this.start, Math.max(0, end - this.start));
  }

  skip(length: number): void {
    this.position += length;
  }

  private async load(end: number) {
    const left = this.bytes.subarray(this.position - this.start);
    const kept = left.length >= WORTH_COPYING_BYTES ? left : undefined;
    const from = this.position + (kept?.length ?? 0);
    const last = Math.min(Math.max(end, from + this.pieceBytes), this.source.size) - 1;
    this.pieceBytes = NEXT_BYTES;
    const more = from > last ? NO_BYTES : asBuffer(await this.source.readRange(from, last));
    this.bytes = kept ? Buffer.concat([kept, more]) : more;
    this.start = this.position;
  }
}

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength);
