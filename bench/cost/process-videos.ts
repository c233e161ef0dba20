import { mkdtempDisposable, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Ffmpeg } from '../../deploy/src/packaging/ffmpeg-binaries.ts';
import { packageStacks } from '../../deploy/src/packaging/package-stacks.ts';
import { openBank } from '../../local/src/cli/bank.ts';
import { startEngine } from '../../local/src/engine/engine.ts';
import { processVideo } from '../../local/src/testing/process-video.ts';
import type { Metadata } from '../../shared/src/metadata.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const REPORT = /^REPORT [^\t]*\tDuration: ([\d.]+) ms\t[^\t]*\tMemory Size: (\d+) MB/gmu;
// What follows metadata.json: the library, the page and the bot are notified.
const AFTERWARDS_MS = 5000;

/** What AWS counts while a video is processed, over all functions. */
export type Use = {
  metadata: Metadata;
  invocations: number;
  gigabyteSeconds: number;
  /** How often functions call each action, such as `dynamodb:PutItem`. */
  calls: Map<string, number>;
  /** How often topics deliver to functions and queues. */
  deliveries: number;
};

/** Processes the videos one after the other on warm functions, and counts the use of each. */
export const processVideos = async (files: string[], binaries: Ffmpeg): Promise<Use[]> => {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'bench-cost-'));
  const deliveries: string[] = [];
  const calls: string[] = [];
  const engine = await startEngine({
    ...{ stateDir: directory.path, awsPort: 0, pagePort: 0 },
    stacks: await packageStacks({ root: ROOT, binaries, onProgress: () => undefined }),
    onDelivery: (_, event) => deliveries.push(event),
    onRoleCall: ({ action }) => calls.push(action),
  });
  const bank = openBank(engine);
  try {
    const process = async (file: string, name: string) => {
      const key = `videos/${name}.mp4`;
      const metadata = await processVideo({ path: file, key }, { bank, deliveries });
      await setTimeout(AFTERWARDS_MS);
      return metadata;
    };
    const uses: Use[] = [];
    for (const [index, file] of files.entries()) {
      await process(file, `warm-up-${index}`);
      const before = { ...(await reportsOf(directory.path)), events: deliveries.length };
      calls.length = 0;
      const metadata = await process(file, `measured-${index}`);
      const after = await reportsOf(directory.path);
      uses.push({
        metadata,
        invocations: after.invocations - before.invocations,
        gigabyteSeconds: after.gigabyteSeconds - before.gigabyteSeconds,
        calls: counted(calls),
        deliveries: deliveries.length - before.events,
      });
    }
    return uses;
  } finally {
    bank.close();
    await engine.stop();
  }
};

const reportsOf = async (stateDir: string) => {
  const folder = path.join(stateDir, 'logs');
  const logs = (await readdir(folder)).filter((name) => name.endsWith('.log'));
  const texts = await Promise.all(logs.map((name) => readFile(path.join(folder, name), 'utf8')));
  const reports = texts.flatMap((text) => [...text.matchAll(REPORT)]);
  const gigabyteSeconds = reports
    .map(
      ([, milliseconds, megabytes]) => (Number(milliseconds) / 1000) * (Number(megabytes) / 1024),
    )
    .reduce((sum, each) => sum + each, 0);
  return { invocations: reports.length, gigabyteSeconds };
};

const counted = (names: string[]) => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};
