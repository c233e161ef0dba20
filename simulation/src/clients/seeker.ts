import { isDeepStrictEqual } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SETTINGS } from '@video-service/shared/settings';
import type { ResourceNames } from '@video-service/shared/where/bank-reader';
import { gatherFacts } from '@video-service/shared/where/gather-facts';
import type { Place } from '@video-service/shared/where/place';
import { placeOf } from '@video-service/shared/where/place-of';
import { createOperatorReader } from '../../../local/src/where/operator-reader.ts';
import { BUCKETS, CAPTURE_QUEUE, DEAD_LETTERS, SESSION_QUEUE, TABLES } from '../names.ts';
import type { Proof } from '../proof/proof.ts';
import { anyVideo, type Sought } from '../proof/sought.ts';
import { stateOf, wrongIn } from '../proof/whereabouts.ts';
import { type ClientPorts, persist, request } from './client.ts';

const NAMES: ResourceNames = {
  tables: TABLES,
  buckets: BUCKETS,
  queues: { sessions: SESSION_QUEUE, captures: CAPTURE_QUEUE, deadLetters: [] },
};
const OUT_OF = { 404: 'unknown', 410: 'deleted' } as const;
const MOST_ASKS = 8;
const PAUSE_MS = [500, 120_000] as const;

type SeekerPorts = ClientPorts & { proof: Proof };

// As `npm run where` opens them, with the environment's credentials.
const reader = createOperatorReader(
  {
    dynamodb: new DynamoDBClient(),
    s3: new S3Client(),
    sqs: new SQSClient(),
  },
  {
    names: NAMES,
    deadLetters: new RegExp(`^(?:${Object.values(DEAD_LETTERS).join('|')})$`, 'u'),
  },
);
const deadlineSeconds = Number(SETTINGS.SESSION_DEADLINE_SECONDS.fallback);

/** Asks several times where a video is: an operator with `npm run where`, or the owner on the page. */
export const askWhere = async (ports: SeekerPorts): Promise<void> => {
  const chosen = anyVideo(ports.world.random, ports);
  if (chosen) await askAbout(chosen, ports);
};

/** The same for a given video, from now on. */
export const askAbout = async (video: Sought, ports: SeekerPorts): Promise<void> => {
  const { world } = ports;
  const by = world.random.pick([byCommand, byPage]);
  for (let asks = world.random.whole(1, MOST_ASKS); asks > 0; asks--) {
    await by(video, ports);
    await world.sleep(world.random.whole(...PAUSE_MS));
  }
};

/** Asks once with the command, and once on the page. */
export const askBothWays = async (ports: SeekerPorts): Promise<void> => {
  const chosen = anyVideo(ports.world.random, ports);
  if (!chosen) return;
  await byCommand(chosen, ports);
  await byPage(chosen, ports);
};

/** The command must name the stage, the next step and every dead letter. */
const byCommand = async (video: Sought, ports: SeekerPorts) => {
  const { world } = ports;
  await judge(video, ports, async () => {
    const place = placeOf(await gatherFacts(video, { ...reader, deadlineSeconds, now: world.now }));
    world.reach(`where: ${place.stage}`);
    return { place, sees: 'each letter' };
  });
};

/** The page must do so, too, but only counts dead letters; deleted videos are hidden from it. */
const byPage = async (video: Sought, ports: SeekerPorts) => {
  const { world, cloud } = ports;
  const { id } = video;
  await judge(video, ports, async () => {
    const { statusCode, body } = await persist(world, () =>
      request(ports, cloud.web.locateVideo, { route: 'GET /videos/{id}/where', path: { id } }),
    );
    if (statusCode !== 404 && statusCode !== 410) {
      const place = JSON.parse(body) as Place;
      world.reach(`where: ${place.stage}, on the page`);
      return { place, sees: 'their number' };
    }
    const stage = OUT_OF[statusCode];
    world.reach(`where: ${stage}, on the page`);
    return { place: { id, stage, causes: [], unknown: [] }, sees: 'nothing' };
  });
};

type Answer = { place: Place; sees: Parameters<typeof wrongIn>[1] };

const judge = async (
  { id, key }: Sought,
  { world, cloud, proof }: SeekerPorts,
  ask: () => Promise<Answer>,
) => {
  const before = stateOf({ id, key }, cloud);
  const { place, sees } = await ask();
  world.trace.add(`finds ${JSON.stringify(place)}`);
  // What moves while somebody looks may be seen half before and half after it.
  if (!isDeepStrictEqual(before, stateOf({ id, key }, cloud))) return;
  world.reach('where: stood still');
  for (const wrong of wrongIn(place, sees, { state: before, now: world.now() }))
    proof.violate(`${id} (${key ?? ''}): ${wrong}, it says ${JSON.stringify(place)}`);
};
