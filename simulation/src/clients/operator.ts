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
import type { Proof } from '../proof/proof.ts';
import type { World } from '../world/world.ts';

const NAMES: ResourceNames = {
  tables: TABLES,
  buckets: BUCKETS,
  queues: { sessions: SESSION_QUEUE, captures: CAPTURE_QUEUE },
  deadLetters: new RegExp(`^(?:${Object.values(DEAD_LETTERS).join('|')})$`, 'u'),
};
const FINAL = /^(?:ready|failed|deleted)/u;

type OperatorPorts = { world: World; proof: Proof };

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

/** An operator who looks for unfinished videos: for each, `npm run where` must name the stage and the next step. */
export const askWhere = async ({ world, proof }: OperatorPorts): Promise<void> => {
  const chosen = proof.anyUpload(world.random);
  if (!chosen) return;
  const { id, key } = chosen;
  const place = placeOf(await gatherFacts({ id, key }, { bank, now: world.now }));
  const stage = place.stage.replaceAll(/\d+/gu, 'n');
  world.reach(`where: ${stage}`);
  world.trace.add(`finds ${JSON.stringify(place)}`);
  if (stage === 'unknown') proof.violate(`nobody knows where ${id} (${key}) is`);
  if (!place.next && !FINAL.test(stage))
    proof.violate(`${id} (${key}) is ${stage}, and nobody knows what comes next`);
};

/** An operator who follows the dead-letter alarm's instructions. */
export const replayAll = async ({ world }: Pick<OperatorPorts, 'world'>): Promise<void> => {
  const print = (line: string) => world.trace.add(line);
  await redrive(['--aws', '--queue', 'dead-letter', '--replay', 'all'], print);
};
