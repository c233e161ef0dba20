import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { logFile } from './function-log.ts';

const INTERVAL_MS = 250;
const HISTORY_BYTES = 16 * 1024;

export type FollowOptions = {
  stateDir: string;
  functionName: string;
  write: (text: string) => void;
  /** The maximum amount of existing log to write. */
  historyBytes?: number;
  signal: AbortSignal;
};

/** The functions that have logged; with a name, those of that name or `<service>-<stage>-<name>`. */
export const listFunctionLogs = async (stateDir: string, name?: string): Promise<string[]> => {
  const files = await readdir(path.dirname(logFile(stateDir, 'any'))).catch(ifMissing([]));
  return files
    .filter((file) => file.endsWith('.log'))
    .map((file) => path.basename(file, '.log'))
    .filter((each) => name === undefined || each === name || each.endsWith(`-${name}`))
    .sort();
};

/** Writes the last lines of a function's log, then every new one until the signal; follows a rotation. */
export const followLog = async ({
  stateDir,
  functionName,
  write,
  historyBytes = HISTORY_BYTES,
  signal,
}: FollowOptions) => {
  const file = logFile(stateDir, functionName);
  let at = await startOf(file, historyBytes);
  while (!signal.aborted) {
    const found = await stat(file).catch(ifMissing(undefined));
    if (found && found.ino !== at.inode) {
      // What was written between the last check and the rotation.
      if (at.inode !== undefined) write(String(await readFrom(`${file}.1`, at.position)));
      at = { inode: found.ino, position: 0 };
    }
    const lines = await readFrom(file, at.position);
    if (lines.length > 0) write(String(lines));
    at.position += lines.length;
    await setTimeout(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
  }
};

type Place = { inode: number | undefined; position: number };

const startOf = async (file: string, historyBytes: number): Promise<Place> => {
  const found = await stat(file).catch(ifMissing(undefined));
  if (!found) return { inode: undefined, position: 0 };
  const position = Math.max(0, found.size - historyBytes);
  const cutLine = position === 0 ? 0 : (await readFrom(file, position)).indexOf('\n') + 1;
  return { inode: found.ino, position: position + cutLine };
};

// Whole lines, because the log is only ever written in whole lines.
const readFrom = async (file: string, position: number): Promise<Buffer> => {
  const handle = await open(file).catch(ifMissing(undefined));
  if (!handle) return Buffer.alloc(0);
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of handle.createReadStream({ start: position }))
      chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } finally {
    await handle.close();
  }
};

const ifMissing =
  <Fallback>(fallback: Fallback) =>
  (error: unknown): Fallback => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return fallback;
    throw error;
  };
