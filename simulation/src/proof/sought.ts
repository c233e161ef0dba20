import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Deployment } from '../deployment/deployment.ts';
import { FILM_NAMES } from '../models/film.ts';
import { TABLES } from '../names.ts';
import type { Random } from '../world/random.ts';
import type { Proof } from './proof.ts';

/** A video that somebody may look for; `key` is missing if it is not known. */
export type Sought = { id: string; key?: string | undefined };

const VIDEOS = new Set<string>([...FILM_NAMES, 'junk']);

/** Any video in any state: announced by the page, sent to the bot, put into the bucket, or deleted. */
export const anyVideo = (
  random: Random,
  { cloud, proof }: { cloud: Deployment; proof: Pick<Proof, 'uploads' | 'sent'> },
): Sought | undefined => {
  const groups: Sought[][] = [
    proof.uploads.map(({ id, key }) => ({ id, key })),
    cloud
      .table(TABLES.pageSessions)
      .items()
      .map((item) => ({ id: String(unmarshall(item)['id']) })),
    [...proof.sent.values()].filter(({ sent }) => VIDEOS.has(sent)),
  ];
  const [first, ...others] = groups.filter((group) => group.length > 0);
  if (!first) return undefined;
  const [one, ...more] = random.pick([first, ...others]);
  return one && random.pick([one, ...more]);
};
