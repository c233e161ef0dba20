import { isDeepStrictEqual } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SETTINGS } from '@video-service/shared/settings';
import type { ResourceNames } from '@video-service/shared/where/bank-reader';
import { gatherFacts } from '@video-service/shared/where/gather-facts';
import { placeOf } from '@video-service/shared/where/place-of';
import { redrive } from '../../../local/src/services/sqs/redrive.ts';
import { createOperatorReader } from '../../../local/src/where/operator-reader.ts';
import { BUCKETS, CAPTURE_QUEUE, DEAD_LETTERS, SESSION_QUEUE, TABLES } from '../names.ts';
import type { Deployment } from '../deployment/deployment.ts';
import type { Proof } from '../proof/proof.ts';
import { stateOf, wrongIn } from '../proof/whereabouts.ts';
import type { World } from '../world/world.ts';

const NAMES: ResourceNames = {
  tables: TABLES,
  buckets: BUCKETS,
  queues: { sessions: SESSION_QUEUE, captures: CAPTURE_QUEUE, deadLetters: [] },
};

type OperatorPorts = { world: World; cloud: Deployment; proof: Proof };

// As `npm run where` opens them, with the environment's credentials.
const reader = createOperatorReader(
  {
    dynamodb: new DynamoDBClient(),
    s3: new S3Client(),
    sqs: new SQSClient(),
    lambda: new LambdaClient(),
  },
  {
    names: NAMES,
    deadLetters: new RegExp(`^(?:${Object.values(DEAD_LETTERS).join('|')})$`, 'u'),
  },
);
const deadlineSeconds = Number(SETTINGS.SESSION_DEADLINE_SECONDS.fallback);

/** Someone who asks where a video is: of each that is half-way, `npm run where` must name stage and next step. */
export const askWhere = async ({ world, cloud, proof }: OperatorPorts): Promise<void> => {
  const chosen = proof.anyUpload(world.random);
  if (!chosen) return;
  const { id, key } = chosen;
  const before = stateOf(id, cloud);
  const place = placeOf(
    await gatherFacts({ id, key }, { ...reader, deadlineSeconds, now: world.now }),
  );
  world.reach(`where: ${place.stage}`);
  world.trace.add(`finds ${JSON.stringify(place)}`);
  // What moves while somebody looks may be seen half before and half after it.
  if (!isDeepStrictEqual(before, stateOf(id, cloud))) return;
  world.reach('where: stood still');
  for (const wrong of wrongIn(place, before, world.now()))
    proof.violate(`${id} (${key}): ${wrong}, it says ${JSON.stringify(place)}`);
};

/** An operator who follows the dead-letter alarm's instructions. */
export const replayAll = async ({ world }: Pick<OperatorPorts, 'world'>): Promise<void> => {
  const print = (line: string) => world.trace.add(line);
  await redrive(['--aws', '--queue', 'dead-letter', '--replay', 'all'], print);
};
