import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { FunctionConfig } from './function-config.ts';
import type { FunctionLog } from './function-log.ts';

const BOOTSTRAP = path.join(import.meta.dirname, 'bootstrap', 'bootstrap.ts');

// The engine holds the other end of descriptor 3 and never writes to it. When the engine dies, in whatever way, the
// read ends and the whole group is killed, including a handler stuck in a loop and its FFmpeg.
const LAUNCH = '{ read -r _ <&3; kill -s KILL 0; } >/dev/null 2>&1 & exec "$@" 3<&-';

const MAX_LINE_LENGTH = 256 * 1024;
// macOS returns EPERM for a group of which only zombies are left.
const GROUP_IS_GONE = new Set(['ESRCH', 'EPERM']);

/** A worker's process group; `exited` has the reason, in AWS's words. */
export type WorkerProcess = { pid: number; exited: Promise<string>; kill: () => void };

/** Starts the bootstrap as the leader of a process group that never outlives this process. */
export const launch = async (
  { codeDir, memoryMb }: FunctionConfig,
  env: Record<string, string>,
  log: FunctionLog,
): Promise<WorkerProcess> => {
  const command = [process.execPath, `--max-old-space-size=${heapMb(memoryMb)}`, BOOTSTRAP];
  const child = spawn('/bin/sh', ['-c', LAUNCH, 'worker', ...command], {
    cwd: codeDir,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  writeLines(child.stdout, log);
  writeLines(child.stderr, log);

  let gone = false;
  // Its number may belong to another group once it is gone.
  const kill = () => {
    if (!gone) killGroup(pid);
  };
  const exited = once(child, 'exit').then(([code, signal]) => {
    // The handler's own processes are killed with it.
    kill();
    gone = true;
    return exitReason(Number(code), signal as NodeJS.Signals | null);
  });
  return { pid, exited, kill };
};

// As on AWS; without /proc, this is the only memory limit.
const heapMb = (memoryMb: number) => Math.ceil(memoryMb * 0.9);

// Only whole lines, unless one is endless: all workers of a function share the file.
const writeLines = (stream: Readable | null, log: FunctionLog) => {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    const text = rest + chunk;
    const end = text.length > MAX_LINE_LENGTH ? text.length : text.lastIndexOf('\n') + 1;
    if (end > 0) log.write(text.slice(0, end));
    rest = text.slice(end);
  });
  stream?.on('end', () => {
    if (rest) log.write(`${rest}\n`);
  });
};

const killGroup = (pid: number) => {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!GROUP_IS_GONE.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
};

const exitReason = (code: number, signal: NodeJS.Signals | null) => {
  if (signal) return `Runtime exited with error: signal: ${SIGNALS[signal] ?? signal}`;
  return code === 0
    ? 'Runtime exited without providing a reason'
    : `Runtime exited with error: exit status ${code}`;
};

const SIGNALS: Partial<Record<NodeJS.Signals, string>> = {
  SIGABRT: 'aborted',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
};
