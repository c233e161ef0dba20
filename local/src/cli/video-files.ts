import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from './usage-error.ts';

/** A file to upload, and its key; a path in bytes is one that is not UTF-8. */
export type VideoFile = { path: string | Buffer; key: string };

/** The files that can be uploaded, and a sentence on each that cannot. Throws UsageError if none can. */
export const checkFiles = async (
  files: string[],
): Promise<{ files: VideoFile[]; problems: string[] }> => {
  const checked = await Promise.all(
    files.map(async (file) => {
      const onDisk = await pathOnDisk(file);
      return { file, onDisk, problem: await problemOf(file, onDisk) };
    }),
  );
  const problems = checked.flatMap(({ problem }) => problem ?? []);
  if (problems.length > 0 && problems.length === files.length)
    throw new UsageError(problems.join('\n'));
  const names = new Set<string>();
  const good = checked.filter(({ problem }) => problem === undefined);
  return { files: good.map(({ file, onDisk }) => toVideo(file, onDisk, names)), problems };
};

const toVideo = (file: string, onDisk: string | Buffer, names: Set<string>): VideoFile => {
  const name = freeName(path.basename(file), names);
  names.add(name);
  return { path: onDisk, key: `videos/${name}` };
};

// Node decodes arguments as UTF-8 with U+FFFD for invalid bytes; the folder still has the bytes.
const pathOnDisk = async (file: string): Promise<string | Buffer> => {
  const name = path.basename(file);
  if (!name.includes('\uFFFD')) return file;
  const folder = path.dirname(file);
  const entries = await readdir(folder, { encoding: 'buffer' }).catch(() => []);
  const [only, ...others] = entries.filter((entry) => entry.toString() === name);
  return only && others.length === 0 ? Buffer.concat([Buffer.from(`${folder}/`), only]) : file;
};

const problemOf = async (file: string, onDisk: string | Buffer) => {
  try {
    const found = await stat(onDisk);
    if (found.isDirectory()) return `${file} is a directory. Name the files in it.`;
    if (!found.isFile()) return `${file} is not a file.`;
    await access(onDisk, constants.R_OK);
    return undefined;
  } catch (error) {
    const code = Error.isError(error) && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return `${file} does not exist.`;
    if (code === 'EACCES') return `${file} cannot be read: permission denied.`;
    return `${file}: ${String(error)}`;
  }
};

// Files with the same name from two folders are two videos.
const freeName = (name: string, taken: Set<string>) => {
  const { name: stem, ext } = path.parse(name);
  let free = name;
  for (let n = 2; taken.has(free); n += 1) free = `${stem} (${n})${ext}`;
  return free;
};
