import { sessionIdOf } from '@video-service/shared/keys';
import { currentActor } from '../world/actor.ts';
import type { ObjectChange, Observer } from '../deployment/observer.ts';
import { BUCKETS } from '../names.ts';
import type { Random } from '../world/random.ts';
import type { World } from '../world/world.ts';
import { watchBudget } from './budget.ts';
import { watchMetadata } from './metadata-history.ts';
import { watchOrders } from './orders.ts';
import { watchPages } from './page-history.ts';
import { watchPeople } from './people.ts';
import { watchRows } from './row-history.ts';
import type { Upload } from './upload.ts';

/** Something that a person has sent to the bot. */
export type SentToBot = { id: string; person: string; sent: string };

export type Proof = ReturnType<typeof createProof>;

/** The invariants that must hold whatever goes wrong: sees every change, and records violations. */
export const createProof = (world: World) => {
  const uploads: Upload[] = [];
  const sent = new Map<string, SentToBot>();
  const deletedIds = new Set<string>();
  const removedIds = new Set<string>();
  const putAgain = new Set<string>();
  const givenUp: { functionName: string; event: string }[] = [];
  const lost: { functionName: string; event: string }[] = [];
  const violations: string[] = [];
  const violate = (what: string) => {
    violations.push(what);
    world.trace.add(`VIOLATION ${what}`, currentActor()?.name ?? 'proof');
  };

  const budget = watchBudget(world, violate);
  const orders = watchOrders({ world, uploads, deleted: deletedIds, violate });
  const people = watchPeople(world, violate);
  const pages = watchPages(violate);
  const rows = watchRows(violate);
  const metadata = watchMetadata(violate);

  const noteUpload = ({ key, after, version }: ObjectChange) => {
    if (!after || !key.startsWith('videos/')) return;
    const id = sessionIdOf({ bucket: BUCKETS.source, key, version });
    uploads.push({ id, key, etag: after.etag, file: after.body, at: world.now() });
    if (removedIds.has(id)) putAgain.add(id);
  };

  const observer: Observer = {
    row: (table, before, after) => {
      rows.changed(table, before, after);
      budget.rowChanged(table, after);
      people.rowChanged(table, before, after);
      orders.rowChanged(table, before, after);
    },
    object: (change) => {
      noteUpload(change);
      metadata.changed(change);
      orders.objectChanged(change);
      if (change.after) rows.objectAppeared(change.key);
    },
    paid: budget.paid,
    ordered: orders.ordered,
    told: people.told,
    warned: budget.warned,
    lost: (functionName, event) => void lost.push({ functionName, event }),
    givenUp: (functionName, event) => void givenUp.push({ functionName, event }),
  };

  return {
    observer,
    violations,
    violate,
    uploads,
    sent,
    givenUp,
    lost,
    people,
    budget,
    orders,

    sentToBot: (message: SentToBot): void => void sent.set(message.id, message),
    heard: pages.heard(metadata.isPublished),
    looked: pages.looked,

    deleted: (id: string): void => void deletedIds.add(id),
    /** An object stored at the key later is another video. */
    removed: (key: string): void => {
      for (const upload of uploads) if (upload.key === key) removedIds.add(upload.id);
    },
    isDeleted: (id: string) => deletedIds.has(id),
    isRemoved: (id: string) => removedIds.has(id),
    /** Whether a video whose key has its id was put there again: it stays if the news of its removal comes later. */
    isPutAgain: (id: string) => putAgain.has(id),

    /** Any video that was put into the bucket and not yet deleted, under a prefix. */
    anyUpload: (random: Random, prefix = ''): Upload | undefined => {
      const left = uploads.filter(
        ({ id, key }) => key.startsWith(prefix) && !deletedIds.has(id) && !removedIds.has(id),
      );
      const [first, ...others] = left;
      return first && random.pick([first, ...others]);
    },

    /** Whether only one content was ever at a key. */
    isOnlyOneAt: (key: string) => uploads.filter((upload) => upload.key === key).length === 1,
  };
};
