import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import * as v from 'valibot';
import { ACCOUNT_ID, REGION } from '../engine/account.ts';
import type { Terminal } from '../cli/terminal.ts';
import { findAccount } from '@video-service/deploy/stacks/find-account';
import { LOCAL_STAGE } from '@video-service/deploy/packaging/build-directory';
import { createBankReader, isRefusal } from './bank-reader.ts';
import { findVideos } from './find-video.ts';
import { formatPlace } from './format-place.ts';
import { gatherFacts } from './gather-facts.ts';
import { type Place, placeOf } from './place.ts';
import { resourceNames } from './resource-names.ts';
import { HELP, whereOptionsIn, type WhereOptions } from './where-options.ts';

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
  const bank = await openBank(options);
  const videos = await findVideos(options.asked, bank).catch((error: unknown) => {
    if (isRefusal(error))
      throw new Error(
        'The session table does not exist, or cannot be read with these credentials.',
      );
    throw error;
  });
  const places: Place[] = [];
  for (const video of videos) places.push(placeOf(await gatherFacts(video, { bank, now })));
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
    lambda: new LambdaClient(settings),
  };
  return createBankReader(clients, resourceNames(stage, account));
};
