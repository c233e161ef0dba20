import type { DeletionRecord, Service } from '../stores/deletion-store.ts';

/** What `GET /videos/{id}/receipt` says of a deletion. */
export type Receipt = {
  id: string;
  at?: string;
  by?: NonNullable<DeletionRecord['by']>;
  /** Whether every service has nothing of the video any more. */
  done: boolean;
  removed: { service: Service; what: string; at?: string }[];
  /** What cannot be removed, and how long it stays. */
  remains: string[];
};

const WHAT: Record<Service, string> = {
  'video-service': 'the video, its captures, previews, metadata.json and labels',
  'upload-service': 'its place in the library, its session and its steps',
  'facebook-service': 'its conversation in Messenger',
};

const REMAINS = [
  'Logs hold a short hash of its id for 30 days.',
  'DynamoDB keeps point-in-time copies of its rows for 35 days, which only the account can restore.',
  'A link that was made before the deletion may answer from a cache until it expires, an hour at most.',
  'Work on it that was given up waits in a dead-letter queue, with its id and its key, for up to 14 days.',
  'A tombstone with its id keeps late deliveries from bringing it back, for 90 days.',
];

/** The receipt of a deletion, as far as it has come. */
export const receiptOf = (id: string, { at, by, done }: DeletionRecord): Receipt => {
  // Object.keys forgets which keys there are.
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
