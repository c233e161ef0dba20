import { DAY, LINK_SECONDS, ROW_SECONDS } from '@video-service/shared/lifetimes';
import type { DeletionRecord, Service } from '../stores/deletion-store.ts';

/** The response to `GET /videos/{id}/receipt`. */
export type Receipt = {
  id: string;
  at?: string;
  by?: NonNullable<DeletionRecord['by']>;
  /** Whether no service holds anything of the video any more. */
  done: boolean;
  removed: { service: Service; what: string; at?: string }[];
  /** What cannot be removed, and how long it stays. */
  remains: string[];
};

const WHAT: Record<Service, string> = {
  'video-service': 'the video, its captures, previews, metadata.json and labels',
  'upload-service': 'its library entry, its session and its steps',
  'facebook-service': 'its conversation in Messenger',
};

const REMAINS = [
  'Logs contain a short hash of the video id for 30 days.',
  'DynamoDB keeps point-in-time backups for 35 days. Only the owner of the AWS account can restore them.',
  `Links issued before the deletion may still return cached copies until they expire, at most ${LINK_SECONDS.view / 60} minutes.`,
  'Dead letters about the video keep its id and key for up to 14 days.',
  `A tombstone with the video id is kept for ${ROW_SECONDS.tombstone / DAY} days, so that late deliveries cannot restore the video.`,
];

/** The receipt of a deletion, with its progress so far. */
export const receiptOf = (id: string, { at, by, done }: DeletionRecord): Receipt => {
  // Object.keys loses the key types.
  const services = Object.keys(WHAT) as Service[];
  return {
    id,
    ...(at !== undefined && { at }),
    ...(by && { by }),
    done: services.every((service) => done[service] !== undefined),
    removed: services.map((service) => {
      const when = done[service];
      return { service, what: WHAT[service], ...(when !== undefined && { at: when }) };
    }),
    remains: REMAINS,
  };
};
