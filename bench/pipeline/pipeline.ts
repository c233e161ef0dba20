import { availableParallelism } from 'node:os';
import { findFfmpeg } from '../../deploy/src/packaging/ffmpeg-binaries.ts';
import { median } from '../cpu-seconds.ts';
import { formatRow, type Outcome } from '../report/outcome.ts';
import { type RunningBank, withBank } from '../running-bank.ts';
import { openBare } from './bare.ts';
import { dropBurst } from './drop-burst.ts';
import { drawPipelineClips } from './pipeline-clips.ts';
import type { Work } from './work.ts';

// The times of single videos differ by 40 ms.
const ROUNDS = 45;
// Until V8 has compiled what every video needs, each takes some 40 ms longer.
const WARM_UPS = 4;
const OVERHEAD_GOAL_MS = 150;
const BURSTS = [20, 40];
const LARGE_BURSTS = [...BURSTS, 200];
const BURST_GOAL = 1.25;

type Bare = ReturnType<typeof openBare>;
type Pair = { bare: Work; bank: Work };

/**
 * Measures the time from upload to ready, for one video and for bursts, compared with the same FFmpeg runs and models
 * alone on as many processors. True if the bank's overhead is within its goals.
 */
export const benchPipeline = async ({ isLarge }: { isLarge: boolean }): Promise<Outcome> => {
  const programs = await findFfmpeg();
  const clips = await drawPipelineClips(programs.ffmpeg);
  const bare = openBare(programs);
  try {
    return await withBank(async (bank) => {
      // Every model is loaded and every worker started.
      for (let round = 0; round < WARM_UPS; round += 1)
        await measurePair(takeClips(clips, 2 * availableParallelism()), { bank, bare });
      const isFast = await benchOne(clips, { bank, bare });
      const bursts = await benchBursts(clips, isLarge ? LARGE_BURSTS : BURSTS, { bank, bare });
      return { isMet: isFast && bursts.isMet, comparisons: [bursts.comparison] };
    });
  } finally {
    bare.close();
  }
};

type Contestants = { bank: RunningBank; bare: Bare };

const benchOne = async (clips: string[], contestants: Contestants): Promise<boolean> => {
  const rounds: Pair[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push(await measurePair(takeClips(clips, 1), contestants));
  const [bare, bank] = [typical(rounds, 'bare'), typical(rounds, 'bank')];
  const overheadMs =
    1000 * median(rounds.map((each) => each.bank.wallSeconds - each.bare.wallSeconds));
  const cpuMs = 1000 * (bank.cpuSeconds - bare.cpuSeconds);
  const isMet = overheadMs <= OVERHEAD_GOAL_MS;
  console.log(`one video of six seconds, warm, medians of ${ROUNDS}`);
  console.log(formatRow('  FFmpeg and models alone', [inSeconds(bare.wallSeconds)]));
  console.log(formatRow('  drop to ready', [inSeconds(bank.wallSeconds)]));
  console.log(
    formatRow('  overhead', [`${overheadMs.toFixed(0)} ms`, `CPU ${cpuMs.toFixed(0)} ms`], {
      text: `${OVERHEAD_GOAL_MS} ms`,
      isMet,
    }),
  );
  return isMet;
};

const benchBursts = async (clips: string[], counts: number[], contestants: Contestants) => {
  console.log('bursts, all dropped at once');
  console.log(formatRow('', ['alone', 'bank', 'ratio', 'CPU ratio', 'cores busy']));
  const rows: { count: number; pair: Pair; isMet: boolean }[] = [];
  for (const count of counts) {
    const pair = await measurePair(takeClips(clips, count), contestants);
    const ratio = pair.bank.wallSeconds / pair.bare.wallSeconds;
    const cpuRatio = pair.bank.cpuSeconds / pair.bare.cpuSeconds;
    const busy = pair.bank.cpuSeconds / pair.bank.wallSeconds / availableParallelism();
    const isMet = ratio <= BURST_GOAL;
    const seconds = [pair.bare, pair.bank].map(({ wallSeconds }) => inSeconds(wallSeconds));
    const ratios = [ratio, cpuRatio].map((value) => value.toFixed(2));
    const cells = [...seconds, ...ratios, `${(100 * busy).toFixed(0)} %`];
    console.log(formatRow(`  ${count} videos`, cells, { text: `${BURST_GOAL}`, isMet }));
    rows.push({ count, pair, isMet });
  }
  const { count, pair } = rows.at(-1) ?? { count: 0, pair: undefined };
  const bars = [
    { label: 'FFmpeg and models alone', value: pair?.bare.wallSeconds ?? 0 },
    { label: 'drop to ready', value: pair?.bank.wallSeconds ?? 0, isOurs: true },
  ];
  return {
    isMet: rows.every((row) => row.isMet),
    comparison: { title: `${count} videos at once, with labels`, unit: 's', bars },
  };
};

// One after the other, so that both run on the same machine.
const measurePair = async (files: string[], { bank, bare }: Contestants): Promise<Pair> => ({
  bare: await bare.work(files),
  bank: await dropBurst(bank, files),
});

const typical = (rounds: Pair[], contestant: keyof Pair): Work => ({
  wallSeconds: median(rounds.map((each) => each[contestant].wallSeconds)),
  cpuSeconds: median(rounds.map((each) => each[contestant].cpuSeconds)),
});

const takeClips = (clips: string[], count: number) =>
  Array.from({ length: count }, (_, index) => clips[index % clips.length] ?? '');

const inSeconds = (seconds: number) => `${seconds.toFixed(2)} s`;
