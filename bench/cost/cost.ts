import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Ffmpeg, findFfmpeg } from '../../deploy/src/packaging/ffmpeg-binaries.ts';
import { cpuSeconds } from '../cpu-seconds.ts';
import { runOriginal } from '../original.ts';
import { formatRow, type Outcome } from '../report/outcome.ts';
import { type CostClip, drawCostClips } from './cost-clips.ts';
import { billOf, type Bill, totalOf } from './bill.ts';
import { PRICES } from './prices.ts';
import { processVideos } from './process-videos.ts';

const VIDEOS = 1000;
const run = promisify(execFile);

/**
 * Dollars for a thousand half-minute videos in us-east-1: the functions' measured use times AWS's prices, compared with
 * the original's commands and captures and with managed services. True if ours is the cheapest of the three.
 */
export const benchCost = async (): Promise<Outcome> => {
  const programs = await findFfmpeg();
  const clips = await drawCostClips(programs.ffmpeg);
  const uses = await processVideos(
    clips.map(({ file }) => file),
    programs,
  );
  const rows: { clip: CostClip; ours: number; original: number; managed: number }[] = [];
  for (const [index, clip] of clips.entries()) {
    const use = uses[index];
    if (!use) throw new Error(`The clip ${clip.name} has no result`);
    const bill = billOf(use);
    const row = {
      clip,
      ours: VIDEOS * totalOf(bill),
      original: VIDEOS * (await originalUsd(programs, clip.file)),
      managed: VIDEOS * managedUsd(clip.seconds),
    };
    printBill(clip, bill, row);
    rows.push(row);
  }
  const still = rows.find(({ clip }) => clip.name === 'still');
  return {
    isMet: rows.every(({ ours, original, managed }) => ours <= Math.min(original, managed)),
    comparisons: [
      {
        title: '1,000 videos of 30 s from a camera that stands still, on AWS',
        unit: 'USD',
        bars: [
          { label: 'MediaConvert, Rekognition Video', value: still?.managed ?? 0 },
          { label: 'the original', value: still?.original ?? 0 },
          { label: 'video-service', value: still?.ours ?? 0, isOurs: true },
        ],
      },
    ],
  };
};

// On one arm64 processor, with a picture for each key frame.
const originalUsd = async (programs: Ffmpeg, file: string): Promise<number> => {
  const seconds = await cpuSeconds(() => runOriginal(programs, file));
  const compute = seconds * (1769 / 1024) * PRICES.lambdaGigabyteSecond;
  return compute + (await countKeys(programs, file)) * PRICES.rekognitionImage;
};

const countKeys = async ({ ffprobe }: Ffmpeg, file: string): Promise<number> => {
  const entries = ['-select_streams', 'v:0', '-show_entries', 'packet=flags', '-of', 'csv=p=0'];
  const { stdout } = await run(ffprobe, ['-v', 'error', ...entries, file]);
  return stdout.split('\n').filter((flags) => flags.startsWith('K')).length;
};

const managedUsd = (seconds: number) =>
  (seconds / 60) * (PRICES.rekognitionVideoMinute + PRICES.mediaConvertHdMinute);

type Row = { ours: number; original: number; managed: number };

const printBill = ({ name, seconds }: CostClip, bill: Bill, { ours, original, managed }: Row) => {
  console.log(`${VIDEOS} videos of ${seconds} s, camera ${name}, us-east-1, USD`);
  for (const [what, usd] of Object.entries(bill))
    console.log(formatRow(`  ${what}`, [(VIDEOS * usd).toFixed(3)]));
  const isMet = ours <= Math.min(original, managed);
  console.log(
    formatRow('  video-service', [ours.toFixed(2)], { text: 'least of the three', isMet }),
  );
  console.log(formatRow('  the original', [original.toFixed(2)]));
  console.log(formatRow('  MediaConvert, Rekognition Video', [managed.toFixed(2)]));
};
