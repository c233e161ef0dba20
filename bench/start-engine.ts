import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { findFfmpeg } from '../deploy/src/packaging/ffmpeg-binaries.ts';
import { startBank } from '../local/src/testing/bank-process.ts';
import { dropBurst } from './pipeline/drop-burst.ts';
import { drawPipelineClips } from './pipeline/pipeline-clips.ts';
import { treeUse } from './process-tree.ts';
import { formatRow } from './report/outcome.ts';
import type { RunningBank } from './running-bank.ts';

const START_GOAL_SECONDS = 5;
const REST_GOAL_MB = 300;
const SAMPLE_MS = 200;
// A worker that has been idle for a minute is stopped.
const IDLE_MS = 75_000;

/**
 * Measures the engine with everything already packaged: the time until it is running, on the first start and again; and
 * its memory when idle, at work and after its workers have stopped. True if all goals are met.
 */
export const benchEngineStart = async (): Promise<boolean> => {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'bench-start-'));
  const first = await open(directory.path);
  await first.bank.stop('SIGTERM');
  const { bank, seconds } = await open(directory.path);
  try {
    const isFast = seconds <= START_GOAL_SECONDS;
    const goal = { text: `${START_GOAL_SECONDS} s`, isMet: isFast };
    console.log(formatRow('  engine, start on a new state', [`${first.seconds.toFixed(1)} s`]));
    console.log(formatRow('  engine, start', [`${seconds.toFixed(1)} s`], goal));
    return [isFast, await benchMemory(bank)].every(Boolean);
  } finally {
    await bank.stop('SIGTERM');
  }
};

const open = async (stateDir: string) => {
  const startedAt = performance.now();
  const bank: RunningBank = { ...(await startBank(stateDir, '--no-sample')), stateDir };
  return { bank, seconds: (performance.now() - startedAt) / 1000 };
};

const benchMemory = async (bank: RunningBank): Promise<boolean> => {
  await setTimeout(5_000);
  const rest = await treeUse(bank.pid);
  const work = await peakWhile(bank, () => dropSome(bank));
  const engine = await peakMegabytes(bank.pid);
  await setTimeout(IDLE_MS);
  const { processes } = await treeUse(bank.pid);
  const isSmall = rest.memoryMb <= REST_GOAL_MB;
  // Each has a shell that ends it when the engine dies.
  const workers = (processes - 1) / 2;
  const isAlone = workers <= 1;
  const goal = { text: `${REST_GOAL_MB} MB`, isMet: isSmall };
  console.log(formatRow('  engine at rest', [megabytes(rest.memoryMb)], goal));
  console.log(formatRow('  at work, engine and models', [megabytes(engine)]));
  console.log(formatRow('  at work, with steps and FFmpeg', [megabytes(work)]));
  const alone = { text: 'one, which sweeps every minute', isMet: isAlone };
  console.log(formatRow('  workers left after a minute', [`${workers}`], alone));
  return isSmall && isAlone;
};

const dropSome = async (bank: RunningBank) => {
  const { ffmpeg } = await findFfmpeg();
  await dropBurst(bank, await drawPipelineClips(ffmpeg));
};

// Pages shared by processes count for each of them.
const peakWhile = async ({ pid }: RunningBank, work: () => Promise<unknown>): Promise<number> => {
  const stop = new AbortController();
  const peak = watchPeak(pid, stop.signal);
  await work().finally(() => stop.abort());
  return peak;
};

const watchPeak = async (pid: number, signal: AbortSignal) => {
  let peak = 0;
  while (!signal.aborted) {
    peak = Math.max(peak, (await treeUse(pid)).memoryMb);
    await setTimeout(SAMPLE_MS);
  }
  return peak;
};

// https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
const peakMegabytes = async (pid: number) => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/mu.exec(status)?.[1] ?? 0) / 1024;
};

const megabytes = (value: number) => `${value.toFixed(0)} MB`;
