import path from 'node:path';
import { startEngine, type Engine } from '../engine/engine.ts';
import { type Ffmpeg, findFfmpeg } from '@video-service/deploy/packaging/ffmpeg-binaries';
import { packageStacks } from '@video-service/deploy/packaging/package-stacks';
import { openOwnModel } from '../services/rekognition/own-model/open-own-model.ts';
import { OwnModelError } from '../services/rekognition/own-model/own-model-error.ts';
import type { Arguments } from './arguments.ts';
import type { Display } from './display.ts';
import { accessKeyIn, checkPassphrase } from './environment.ts';
import { UsageError } from './usage-error.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

export type LaunchPorts = {
  display: Display;
  /** Called for every event that a topic delivers to a function. */
  onDelivery: (event: string) => void;
};

/**
 * Packages the stacks as for AWS, unless none are wanted, and starts an engine with them; also returns the FFmpeg they
 * use.
 */
export const launch = async (
  args: Pick<Arguments, 'stateDir' | 'host' | 'awsPort' | 'pagePort' | 'empty' | 'address'>,
  { display, onDelivery }: LaunchPorts,
): Promise<{ engine: Engine; ffmpeg: Ffmpeg }> => {
  const accessKey = accessKeyIn(process.env);
  if (!args.empty) checkPassphrase(args, process.env);
  const since = Date.now();
  const onProgress = (title: string) => display.set('launch', { title, parts: [], since });
  onProgress('Preparing');
  const labelsModel = await labelsModelIn(process.env);
  const ffmpeg = await findFfmpeg();
  const stacks = args.empty
    ? []
    : await packageStacks({ root: ROOT, binaries: ffmpeg, onProgress });
  onProgress('Starting');
  const engine = await startEngine({
    ...args,
    stacks,
    accessKey,
    ...(labelsModel && { labelsModel }),
    warn: display.print,
    // Outside the transaction that queues the event, which an error here would undo.
    onDelivery: (_, event) => setImmediate(onDelivery, event),
  });
  display.remove('launch');
  return { engine, ffmpeg };
};

const labelsModelIn = async (env: NodeJS.ProcessEnv) => {
  const folder = env['LABELS_MODEL'];
  if (!folder) return undefined;
  try {
    return await openOwnModel(folder);
  } catch (error) {
    if (!(error instanceof OwnModelError)) throw error;
    const message = `The model in LABELS_MODEL cannot be used: ${error.message}.`;
    throw new UsageError(message, { cause: error });
  }
};
