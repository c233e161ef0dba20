import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as v from 'valibot';
import type { EngineMemory, EngineSetup } from './engine-setup.ts';
import { MOVING_CLOCK } from './soak-stacks.ts';

const PROCESS = path.join(import.meta.dirname, 'engine-process.ts');
const START_MS = 120_000;

const Opened = v.object({ urls: v.object({ aws: v.string(), page: v.string() }) });
const Measured = v.object({ memory: v.object({ rss: v.number(), heapUsed: v.number() }) });

export type Engine = Awaited<ReturnType<typeof openEngine>>;

/**
 * An engine that can be killed and restarted on the same state and ports; `folder` is for the soak test's own files.
 */
export const openEngine = async (
  setup: Omit<EngineSetup, 'ports'>,
  { folder, clockFile }: { folder: string; clockFile: string },
) => {
  const setupFile = path.join(folder, 'setup.json');
  const logFile = path.join(folder, 'engine.log');
  const deaths: string[] = [];
  let running: ChildProcess | undefined;
  let ports = { aws: 0, page: 0 };

  const start = async () => {
    writeFileSync(setupFile, JSON.stringify({ ...setup, ports }));
    const log = openSync(logFile, 'a');
    const child = fork(PROCESS, [setupFile], {
      execArgv: ['--expose-gc', `--import=${MOVING_CLOCK}`],
      env: { ...process.env, CLOCK_FILE: clockFile },
      stdio: ['ignore', log, log, 'ipc'],
    });
    running = child;
    const [answer] = await Promise.race([
      once(child, 'message') as Promise<unknown[]>,
      once(child, 'exit').then(() => []),
      setTimeout(START_MS, [], { ref: false }),
    ]);
    const opened = v.safeParse(Opened, answer);
    if (!opened.success) {
      await kill();
      return undefined;
    }
    const { urls } = opened.output;
    ports = { aws: Number(new URL(urls.aws).port), page: Number(new URL(urls.page).port) };
    // Nobody has asked it to stop.
    child.once('exit', (code, signal) => {
      if (running === child) deaths.push(`${signal ?? code}: ${lastLines(logFile)}`);
    });
    return urls;
  };

  const kill = async () => {
    const child = running;
    running = undefined;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };

  const urls = await start();
  if (!urls) throw new Error(`The engine does not start: ${lastLines(logFile)}`);
  return {
    urls,
    /** When it ended by itself, and its last output. */
    deaths,
    pid: () => running?.pid,
    kill,
    /** Whether it is running again. */
    start: async () => (await start()) !== undefined,
    async memory(): Promise<EngineMemory> {
      if (!running) throw new Error('The engine is not running');
      const answered = once(running, 'message') as Promise<unknown[]>;
      running.send('memory');
      const [answer] = await answered;
      return v.parse(Measured, answer).memory;
    },
  };
};

const lastLines = (file: string) =>
  readFileSync(file, 'utf8').trim().split('\n').slice(-5).join(' | ');
