import { open } from 'node:fs/promises';
import type { Architecture } from './ffmpeg-release.ts';

// From the header of an ELF program: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html
const MACHINES: Record<Architecture, number> = { arm64: 183, x86_64: 62 };
const MAGIC = Buffer.from('\x7fELF\x02\x01', 'latin1');
const HEADER_BYTES = 64;
const PT_INTERP = 3;

/** Passes if the file is a static Linux program for the architecture, the only kind that runs in a layer. */
export const checkProgram = async (file: string, architecture: Architecture): Promise<void> => {
  const handle = await open(file).catch((cause: unknown) => {
    throw new Error(`${file} cannot be read.`, { cause });
  });
  try {
    const header = await read(handle, 0, HEADER_BYTES);
    if (header.length < HEADER_BYTES || !header.subarray(0, MAGIC.length).equals(MAGIC)) {
      throw new Error(`${file} is not a 64-bit Linux program.`);
    }
    if (header.readUInt16LE(18) !== MACHINES[architecture]) {
      throw new Error(`${file} is not built for ${architecture}, the functions' architecture.`);
    }
    const segments = await segmentTypes(handle, header);
    if (!segments) throw new Error(`${file} is truncated.`);
    if (segments.includes(PT_INTERP)) {
      throw new Error(`${file} needs libraries that Lambda does not provide. Use a static build.`);
    }
  } finally {
    await handle.close();
  }
};

type Handle = Awaited<ReturnType<typeof open>>;

const segmentTypes = async (handle: Handle, header: Buffer): Promise<number[] | undefined> => {
  const size = header.readUInt16LE(54);
  const count = header.readUInt16LE(56);
  const table = await read(handle, Number(header.readBigUInt64LE(32)), size * count);
  if (table.length < size * count) return undefined;
  return Array.from({ length: count }, (_, index) => table.readUInt32LE(index * size));
};

const read = async (handle: Handle, position: number, length: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
};
