import { createWriteStream } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { unpack } from './unpack.ts';

const EXECUTABLE_FILE = 0o100755;

/** The programs in the layer, by their names there. */
export type Binaries = { ffmpeg: string; ffprobe: string };

/** A layer's zip, the directory it is unpacked in, and its identifying hash. */
export type Layer = { zip: string; directory: string; stamp: string };

/** The layer with `bin/ffmpeg` and `bin/ffprobe`, rebuilt only if these programs have changed. */
export const buildFfmpegLayer = async (
  directory: string,
  { ffmpeg, ffprobe }: Binaries,
): Promise<Layer> => {
  const files = { 'bin/ffmpeg': ffmpeg, 'bin/ffprobe': ffprobe };
  const zip = `${directory}.zip`;
  const stampFile = `${directory}.json`;
  const stamp = JSON.stringify(await Promise.all(Object.entries(files).map(describe)));
  if ((await readIfThere(stampFile)) !== stamp) {
    await writeZip(zip, files);
    await rm(directory, { recursive: true, force: true });
    await unpack(zip, directory);
    // Written last, so that only a complete layer is reused.
    await writeFile(stampFile, stamp);
  }
  return { zip: path.basename(zip), directory, stamp };
};

const describe = async ([name, file]: [string, string]) => {
  const { size, mtimeMs } = await stat(file);
  return { name, file, size, mtimeMs };
};

const writeZip = async (zip: string, files: Record<string, string>) => {
  const archive = new ZipFile();
  for (const [name, file] of Object.entries(files)) {
    // With a fixed time, so that the same programs give the same zip.
    archive.addFile(file, name, { compress: false, mode: EXECUTABLE_FILE, mtime: new Date(0) });
  }
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(zip));
};

const readIfThere = (file: string) => readFile(file, 'utf8').catch(() => undefined);
