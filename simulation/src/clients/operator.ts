import { isDeepStrictEqual } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { redrive } from '../../../local/src/services/sqs/redrive.ts';
import { createBankReader } from '../../../local/src/where/bank-reader.ts';
import { gatherFacts } from '../../../local/src/where/gather-facts.ts';
import { placeOf } from '../../../local/src/where/place.ts';
import type { ResourceNames } from '../../../local/src/where/resource-names.ts';
import { BUCKETS, CAPTURE_QUEUE, DEAD_LETTERS, SESSION_QUEUE, TABLES } from '../names.ts';
import type { Deployment } from '../deployment/deployment.ts';
import type { Proof } from '../proof/proof.ts';
import { stateOf, wrongIn } from '../proof/whereabouts.ts';
import type { World } from '../world/world.ts';

const NAMES: ResourceNames = {
  tables: TABLES,
  buckets: BUCKETS,
  queues: { sessions: SESSION_QUEUE, captures: CAPTURE_QUEUE },
  deadLetters: new RegExp(`^(?:${Object.values(DEAD_LETTERS).join('|')})$`, 'u'),
};

type OperatorPorts = { world: World; cloud: Deployment; proof: Proof };

// As `npm run where` opens them, with the environment's credentials.
const bank = createBankReader(
  {
    dynamodb: new DynamoDBClient(),
    s3: new S3Client(),
    sqs: new SQSClient(),
    lambda: new LambdaClient(),
  },
  NAMES,
);

/** Someone who asks where a video is: of each that is half-way, `npm run where` must name stage and next step. */
export const askWhere = async ({ world, cloud, proof }: OperatorPorts): Promise<void> => {
  const chosen = proof.anyUpload(world.random);
  if (!chosen) return;
  const { id, key } = chosen;
  const before = stateOf(id, cloud);
  const place = placeOf(await gatherFacts({ id, key }, { bank, now: world.now }));
  const stage = place.stage.replaceAll(/\d+/gu, 'n');
  world.reach(`where: ${stage}`);
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
