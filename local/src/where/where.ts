import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { LOCAL_STAGE } from '@video-service/deploy/packaging/build-directory';
import { settingsOf } from '@video-service/deploy/packaging/settings-file';
import { findAccount } from '@video-service/deploy/stacks/find-account';
import { isRefusal } from '@video-service/shared/where/bank-reader';
import { gatherFacts } from '@video-service/shared/where/gather-facts';
import type { Place } from '@video-service/shared/where/place';
import { placeOf } from '@video-service/shared/where/place-of';
import * as v from 'valibot';
import type { Terminal } from '../cli/terminal.ts';
import { ACCOUNT_ID, REGION } from '../engine/account.ts';
import { findVideos } from './find-video.ts';
import { formatPlace } from './format-place.ts';
import { createOperatorReader } from './operator-reader.ts';
import { deadLetterNames, resourceNames } from './resource-names.ts';
import { HELP, whereOptionsIn, type WhereOptions } from './where-options.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

const NotThere = v.object({ code: v.literal('ECONNREFUSED') });

const NOT_FOUND = 1;
const MISUSED = 2;

/** `npm run where`: says where videos are; returns the exit code. */
export const where = async (
  args: string[],
  { stdout, stderr }: Terminal,
  now = Date.now,
): Promise<number> => {
  const options = whereOptionsIn(args);
  if (options === 'help') {
    stdout.write(HELP);
    return 0;
  }
  if (!options) {
    stderr.write(HELP);
    return MISUSED;
  }
  const places = await findPlaces(options, now).catch((error: unknown) => {
    if (!v.is(NotThere, error)) throw error;
    return `Nothing is listening at ${options.endpoint}. Run npm start first.`;
  });
  if (typeof places === 'string') {
    stderr.write(`${places}\n`);
    return NOT_FOUND;
  }
  if (options.json) stdout.write(`${JSON.stringify(places, null, 2)}\n`);
  else for (const place of places) stdout.write(`${formatPlace(place, now())}\n`);
  if (places.length > 0) return 0;
  if (!options.json)
    stderr.write(`No video found for ${options.asked}: no session has this id, key or name.\n`);
  return NOT_FOUND;
};

const findPlaces = async (options: WhereOptions, now: () => number): Promise<Place[]> => {
  const reader = await openBank(options);
  const videos = await findVideos(options.asked, reader).catch((error: unknown) => {
    if (isRefusal(error))
      throw new Error(
        'The session table does not exist, or cannot be read with these credentials.',
      );
    throw error;
  });
  const { SESSION_DEADLINE_SECONDS } = await settingsOf(ROOT, options.stage);
  const ports = { ...reader, deadlineSeconds: Number(SESSION_DEADLINE_SECONDS), now };
  const places: Place[] = [];
  for (const video of videos) places.push(placeOf(await gatherFacts(video, ports)));
  return places.filter(({ stage }) => stage !== 'unknown');
};

const openBank = async ({ stage, region, endpoint }: WhereOptions) => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const settings = stage === LOCAL_STAGE ? { endpoint, region: REGION, credentials } : { region };
  const account =
    stage === LOCAL_STAGE ? ACCOUNT_ID : await findAccount(new STSClient(settings), region);
  const clients = {
    dynamodb: new DynamoDBClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: stage === LOCAL_STAGE }),
    sqs: new SQSClient(settings),
  };
  const names = resourceNames(stage, account);
  return createOperatorReader(clients, { names, deadLetters: deadLetterNames(stage) });
};
