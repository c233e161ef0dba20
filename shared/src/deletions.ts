import * as v from 'valibot';
import { type Decoded, decode, MalformedRecord } from './decode.ts';
import { removalsInMessage, type RemovedObject, type SnsEvent } from './events.ts';

/** Who requested a deletion: the owner, the sender, a retention rule, or S3 (the object was removed there). */
export const DeletedBy = v.picklist(['owner', 'sender', 'rule', 'storage']);

/** Requests that a video and everything derived from it be deleted. `key` is the video's key, if known. */
export const Deletion = v.object({
  kind: v.literal('delete'),
  id: v.pipe(v.string(), v.uuid()),
  key: v.exactOptional(v.string()),
  by: DeletedBy,
});
export type Deletion = v.InferOutput<typeof Deletion>;

/** Confirms that a service holds nothing of a video any more. */
export const Deleted = v.object({
  kind: v.literal('deleted'),
  id: v.pipe(v.string(), v.uuid()),
  service: v.picklist(['video-service', 'facebook-service']),
  at: v.pipe(v.string(), v.isoTimestamp()),
});
export type Deleted = v.InferOutput<typeof Deleted>;

/**
 * A message of the deletion topic: a request, a confirmation, or S3's notification that a video's object was removed.
 */
export type DeletionNews = Deletion | Deleted | ({ kind: 'removed' } & RemovedObject);

const Ours = v.pipe(v.string(), v.parseJson(), v.variant('kind', [Deletion, Deleted]));
const Theirs = v.pipe(v.string(), v.parseJson(), v.object({ kind: v.optional(v.never()) }));

/** All messages in an event of the deletion topic. */
export const deletionNewsIn = ({ Records }: SnsEvent): Decoded<DeletionNews>[] =>
  Records.flatMap(({ Sns: { Message } }): Decoded<DeletionNews>[] => {
    if (!v.is(Theirs, Message)) return [decode(Ours, Message)];
    return removalsInMessage(Message).map((removed) =>
      removed instanceof MalformedRecord ? removed : { kind: 'removed', ...removed },
    );
  });
