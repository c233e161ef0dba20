import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

const MAX_BYTES = 5 * 1024 * 1024;

export type FunctionLog = { write: (lines: string | Uint8Array) => void };

export const logFile = (stateDir: string, functionName: string) =>
  path.join(stateDir, 'logs', `${functionName}.log`);

/** One function's log file. When it is full it is renamed to `<name>.log.1`, so there are never more than two. */
export const openFunctionLog = (file: string, maxBytes = MAX_BYTES): FunctionLog => {
  mkdirSync(path.dirname(file), { recursive: true });
  let size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;

  return {
    write(lines) {
      const bytes = Buffer.byteLength(lines);
      try {
        if (size > 0 && size + bytes > maxBytes) {
          renameSync(file, `${file}.1`);
          size = 0;
        }
        appendFileSync(file, lines);
        size += bytes;
      } catch {
        // A full disk or a deleted folder costs log lines, but does not stop the engine.
      }
    },
  };
};

/** The log of each name in a state directory, opened once. */
export const openLogs = (stateDir: string) => {
  const logs = new Map<string, FunctionLog>();
  return (name: string) => {
    const log = logs.get(name) ?? openFunctionLog(logFile(stateDir, name));
    logs.set(name, log);
    return log;
  };
};
