import { setTimeout } from 'node:timers/promises';
import { NoSuchKey } from '@aws-sdk/client-s3';
import type { Metadata } from '@video-service/shared/metadata';
import type { Bank } from '../cli/bank.ts';
import { sessionEventsIn } from '../cli/session-events.ts';

/** Uploads a file and waits for its result; `deliveries` are the events that functions received. */
export const processVideo = async (
  file: { path: string; key: string },
  { bank, deliveries }: { bank: Bank; deliveries: string[] },
): Promise<Metadata> => {
  await bank.drop(file);
  const id = deliveries
    .flatMap((event) => sessionEventsIn(event, bank.buckets))
    .find((event) => event.type === 'uploaded' && event.key === file.key)?.id;
  for (;;) {
    try {
      return await bank.readMetadata(id ?? '');
    } catch (error) {
      if (!(error instanceof NoSuchKey)) throw error;
      await setTimeout(200);
    }
  }
};
