import { existsSync } from 'node:fs';
import { execFile } from 'node:child_process';

import path from 'node:path';
import { promisify } from 'node:util';
import { type Container, drawMinutes, measureFile } from '../length.ts';
import { median } from '../cpu-seconds.ts';
import { formatRow, type Outcome } from '../report/outcome.ts';

/** Ordinary quality, with a key frame every two seconds. */
export const MP4: Container = {
  name: 'MP4',
  extension: 'mp4',
  coding: ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '26', '-g', '60'],
  options: [],
};
const SHORT_SECONDS = 10;
// One more than is round, so that captures of the repeated minute are not all the same.
const MINUTES = [1, 11, 61];
const ROUNDS = 7;
const MAX_CHANGE = 0.15;

/** CPU seconds for previews and captures of ten seconds to an hour. */
export const growByLength = async (ffmpeg: string): Promise<Outcome> => {
  console.log('length of the video, CPU seconds for previews (without the MP4) and captures');
  const minute = await drawMinutes(ffmpeg, MP4, 1);
  const short = await measureFile(await cut(ffmpeg, minute));
  console.log(formatRow(`  ${SHORT_SECONDS} seconds`, [short.seconds.toFixed(2)]));
  const measured = await measureInTurn(ffmpeg);
  const first = measured[0]?.seconds ?? 0;
  const rows = measured.map(({ minutes, seconds }) => {
    const change = seconds / first - 1;
    const isMet = Math.abs(change) <= MAX_CHANGE;
    const cells = [seconds.toFixed(2), `${change >= 0 ? '+' : ''}${(100 * change).toFixed(0)} %`];
    console.log(formatRow(`  ${minutes} min`, cells, { text: `±${100 * MAX_CHANGE} %`, isMet }));
    return { isMet, bar: { label: `${minutes} min`, value: seconds, isOurs: true } };
  });
  return {
    isMet: rows.every(({ isMet }) => isMet),
    comparisons: [
      {
        title: 'Previews and captures, by length',
        unit: 'CPU s',
        bars: rows.map(({ bar }) => bar),
      },
    ],
  };
};

// In turn, because the machine's speed varies.
const measureInTurn = async (ffmpeg: string) => {
  const lengths = MINUTES.map((minutes) => ({ minutes, rounds: [] as number[] }));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { minutes, rounds } of lengths) {
      const { seconds } = await measureFile(await drawMinutes(ffmpeg, MP4, minutes), 1);
      rounds.push(seconds);
    }
  return lengths.map(({ minutes, rounds }) => ({ minutes, seconds: median(rounds) }));
};

const cut = async (ffmpeg: string, minute: string) => {
  const file = path.join(path.dirname(minute), `panning-length-${SHORT_SECONDS}s.mp4`);
  const args = ['-v', 'error', '-y', '-i', minute, '-t', `${SHORT_SECONDS}`, '-c', 'copy', file];
  if (!existsSync(file)) await promisify(execFile)(ffmpeg, args);
  return file;
};
