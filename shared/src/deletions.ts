import * as v from 'valibot';
import { type Decoded, decode, MalformedRecord } from './decode.ts';
import { removalsInMessage, type RemovedObject, type SnsEvent } from './events.ts';

/** Who wants a video deleted: its owner, who sent it, a rule on how long it is kept, or S3, from which it is gone. */
export const DeletedBy = v.picklist(['owner', 'sender', 'rule', 'storage']);

/** A video is to be deleted with all that was made of it. `key` is that of the video, where it is known. */
export const Deletion = v.object({
  kind: v.literal('delete'),
  id: v.pipe(v.string(), v.uuid()),
  key: v.exactOptional(v.string()),
  by: DeletedBy,
});
export type Deletion = v.InferOutput<typeof Deletion>;

/** A service has nothing of a video any more. */
export const Deleted = v.object({
  kind: v.literal('deleted'),
  id: v.pipe(v.string(), v.uuid()),
  service: v.picklist(['video-service', 'facebook-service']),
  at: v.pipe(v.string(), v.isoTimestamp()),
});
export type Deleted = v.InferOutput<typeof Deleted>;

/** What is told by the deletion topic: an order, its fulfilment, or, by S3, that a video's object is gone. */
export type DeletionNews = Deletion | Deleted | ({ kind: 'removed' } & RemovedObject);

const Ours = v.pipe(v.string(), v.parseJson(), v.variant('kind', [Deletion, Deleted]));
const Theirs = v.pipe(v.string(), v.parseJson(), v.object({ kind: v.optional(v.never()) }));

/** All news in an event of the deletion topic. */
export const deletionNewsIn = ({ Records }: SnsEvent): Decoded<DeletionNews>[] =>
  Records.flatMap(({ Sns: { Message } }): Decoded<DeletionNews>[] => {
    if (!v.is(Theirs, Message)) return [decode(Ours, Message)];
    return removalsInMessage(Message).map((removed) =>
      removed instanceof MalformedRecord ? removed : { kind: 'removed', ...removed },
    );
  });
