import path from 'node:path';
import { DEFAULT_ACCESS_KEY, exposedBy, type AccessKey } from '../aws-port/access-key.ts';
import { startEngine, type Engine } from '../engine.ts';
import { type Ffmpeg, findFfmpeg } from '../packaging/ffmpeg-binaries.ts';
import { packageStacks } from '../packaging/package-stacks.ts';
import { openOwnModel } from '../rekognition/own-model/open-own-model.ts';
import { OwnModelError } from '../rekognition/own-model/own-model-error.ts';
import type { Arguments } from './arguments.ts';
import type { Display } from './display.ts';
import { UsageError } from './usage-error.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

export type LaunchPorts = {
  display: Display;
  /** Hears of every event that a topic hands to a function. */
  onDelivery: (event: string) => void;
};

/** Packages the stacks as for AWS, if they are wanted, and starts an engine with them; also tells which FFmpeg they got. */
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
    // Not within the transaction that queues it, which a fault here would undo.
    onDelivery: (_, event) => setImmediate(onDelivery, event),
  });
  display.remove('launch');
  return { engine, ffmpeg };
};

// Without a passphrase the bank belongs to whoever sits at this machine, and to nobody elsewhere.
const checkPassphrase = (args: Pick<Arguments, 'host' | 'address'>, env: NodeJS.ProcessEnv) => {
  const exposed = exposedBy(args);
  if (exposed === undefined || env['PAGE_PASSPHRASE']) return;
  throw new UsageError(
    `By ${exposed} others reach the bank, and nobody could sign in. Set a passphrase: ` +
      "PAGE_PASSPHRASE='four words of yours' npm start -- …",
  );
};

const accessKeyIn = (env: NodeJS.ProcessEnv): AccessKey => {
  const accessKeyId = env['VIDEO_SERVICE_ACCESS_KEY_ID'];
  const secretAccessKey = env['VIDEO_SERVICE_SECRET_ACCESS_KEY'];
  if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey };
  if (!accessKeyId && !secretAccessKey) return DEFAULT_ACCESS_KEY;
  throw new UsageError(
    'Set both VIDEO_SERVICE_ACCESS_KEY_ID and VIDEO_SERVICE_SECRET_ACCESS_KEY, or neither.',
  );
};

const labelsModelIn = async (env: NodeJS.ProcessEnv) => {
  const folder = env['LABELS_MODEL'];
  if (!folder) return undefined;
  try {
    return await openOwnModel(folder);
  } catch (error) {
    if (!(error instanceof OwnModelError)) throw error;
    const message = `The model of LABELS_MODEL cannot be used: ${error.message}.`;
    throw new UsageError(message, { cause: error });
  }
};
