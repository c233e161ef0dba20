import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Ffmpeg, findFfmpeg } from '../local/src/packaging/ffmpeg-binaries.ts';
import { extractCaptures } from '../video-service/src/media/making/extract-captures.ts';
import { readMediaLimits } from '../video-service/src/media/media-limits.ts';
import { renderPreviews } from '../video-service/src/media/making/render-previews.ts';
import { fileSource } from '../video-service/src/media/testing/file-source.ts';
import { benchClips, type Clip } from './clips.ts';
import { cpuSeconds, median } from './cpu-seconds.ts';
import { runOriginal } from './original.ts';

const ROUNDS = 5;
const REAL_CLIPS = path.join(import.meta.dirname, '../../shared/clips');

const run = promisify(execFile);

/** A row of the section's table. */
type Measured = {
  clip: string;
  original: number;
  ours: number;
  limit: number;
  ratio: number;
  goal: number;
};

/**
 * CPU seconds for a video's preview, captures and facts: the original project's commands, ours, and the mere
 * decoding of the key frames. True when ours cost as many times less as was aimed at, on every clip.
 */
export const benchMedia = async (): Promise<boolean> => {
  const programs = await findFfmpeg();
  process.env['FFMPEG_PATH'] = programs.ffmpeg;
  process.env['FFPROBE_PATH'] = programs.ffprobe;
  console.log(`FFmpeg ${programs.version} (${programs.from}), medians of ${ROUNDS}, CPU seconds`);
  const rows: Measured[] = [];
  for (const clip of await benchClips(programs.ffmpeg, REAL_CLIPS)) {
    const row = await measure(clip, programs);
    rows.push(row);
    console.log(formatRow(row));
  }
  return rows.every(({ ratio, goal }) => ratio >= goal);
};

const measure = async ({ name, file, goal }: Clip, programs: Ffmpeg): Promise<Measured> => {
  const costs = { original: [] as number[], ours: [] as number[], limit: [] as number[] };
  const packets = await copyPackets(programs, file);
  for (let round = 0; round < ROUNDS; round += 1) {
    costs.original.push(await cpuSeconds(() => runOriginal(programs, file)));
    costs.ours.push(await cpuSeconds(() => runOurs(file)));
    costs.limit.push(await cpuSeconds(() => decodeKeyFrames(programs, packets)));
  }
  await rm(path.dirname(packets), { recursive: true });
  const [original, ours] = [median(costs.original), median(costs.ours)];
  return { clip: name, original, ours, limit: median(costs.limit), ratio: original / ours, goal };
};

// As the two functions do it on AWS: each opens and probes the source for itself.
const runOurs = async (file: string) => {
  const directory = await mkdtemp(path.join(tmpdir(), 'bench-ours-'));
  const options = { directory, limits: readMediaLimits({}) };
  await renderPreviews(await fileSource(file), options);
  await extractCaptures(await fileSource(file), options);
  await rm(directory, { recursive: true });
};

const copyPackets = async ({ ffmpeg }: Ffmpeg, file: string) => {
  const copy = path.join(await mkdtemp(path.join(tmpdir(), 'bench-packets-')), 'packets.nut');
  await run(ffmpeg, ['-v', 'error', '-i', file, '-map', '0:V:0', '-c', 'copy', '-t', '30', copy]);
  return copy;
};

const decodeKeyFrames = ({ ffmpeg }: Ffmpeg, packets: string) => {
  const keys = ['-discard:v', 'nokey', '-skip_frame', 'nokey'];
  return run(ffmpeg, ['-v', 'error', '-threads', '1', ...keys, '-i', packets, '-f', 'null', '-']);
};

const formatRow = ({ clip, original, ours, limit, ratio, goal }: Measured) =>
  [
    clip.padEnd(24),
    ...[original, ours, limit].map((seconds) => seconds.toFixed(2).padStart(8)),
    `${ratio.toFixed(1)}x`.padStart(8),
    `goal ${goal}x ${ratio >= goal ? 'met' : 'MISSED'}`.padStart(18),
  ].join('');
