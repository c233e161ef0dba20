import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from './usage-error.ts';

/** A file to be dropped, and the key that it gets. */
export type VideoFile = { path: string; key: string };

/** The files as they will be dropped; throws UsageError, naming each that cannot be. */
export const checkFiles = async (files: string[]): Promise<VideoFile[]> => {
  const faults = (await Promise.all(files.map(faultOf))).filter((fault) => fault !== undefined);
  if (faults.length > 0) throw new UsageError(faults.join('\n'));
  const names = new Set<string>();
  return files.map((file) => {
    const name = freeName(path.basename(file), names);
    names.add(name);
    return { path: file, key: `videos/${name}` };
  });
};

const faultOf = async (file: string) => {
  try {
    const found = await stat(file);
    if (found.isDirectory()) return `${file} is a directory: name the files in it.`;
    if (!found.isFile()) return `${file} is not a file.`;
    await access(file, constants.R_OK);
    return undefined;
  } catch (error) {
    const code = Error.isError(error) && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return `${file}: there is no such file.`;
    if (code === 'EACCES') return `${file} may not be read.`;
    return `${file}: ${String(error)}`;
  }
};

// Files of the same name from two folders are two videos.
const freeName = (name: string, taken: Set<string>) => {
  const { name: stem, ext } = path.parse(name);
  let free = name;
  for (let n = 2; taken.has(free); n += 1) free = `${stem} (${n})${ext}`;
  return free;
};
