import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Item } from '../cloud/dynamodb/values.ts';
import type { ObjectChange } from '../deployment/observer.ts';
import { OLD_CAMERA } from '../handlers.ts';
import { BUCKETS, TABLES } from '../names.ts';
import { currentActor } from '../world/actor.ts';
import type { World } from '../world/world.ts';
import type { Upload } from './upload.ts';

/** Somebody's wish that all their videos are deleted: `id` is that of the request which Facebook makes for them. */
export type Wish = { person: string; at: number; id?: string };

type Order = { kind: string; id: string; by: string };
type OrdersPorts = {
  world: World;
  uploads: Upload[];
  deleted: Set<string>;
  violate: (what: string) => void;
};

/** Rules delete what is old and not kept, and people their own videos only, once they have said that they want to. */
export const watchOrders = ({ world, uploads, deleted, violate }: OrdersPorts) => {
  const keptSince = new Map<string, number>();
  const senders = new Map<string, { person: string; at: number }>();
  const wishes: Wish[] = [];
  const ordered = new Set<string>();

  const checkRule = (id: string) => {
    world.reach('deleted by a rule');
    const since = keptSince.get(id);
    if (since !== undefined && since < (currentActor()?.startedAt ?? 0))
      violate(`a rule deletes ${id}, which is kept`);
    const upload = uploads.find((each) => each.id === id);
    if (!upload?.key.startsWith(`videos/${OLD_CAMERA}/`))
      violate(`a rule deletes ${id} (${upload?.key ?? ''}), for which there is none`);
  };

  const checkSender = (id: string) => {
    world.reach('deleted for its sender');
    const person = senders.get(id)?.person;
    if (!wishes.some((wish) => wish.person === person))
      violate(`${id} of ${person ?? 'nobody'} is deleted, who has not asked for it`);
  };

  return {
    ordered: (message: string): void => {
      const { kind, id, by } = JSON.parse(message) as Order;
      if (kind === 'delete') ordered.add(id);
      if (kind !== 'delete' || (by !== 'rule' && by !== 'sender')) return;
      if (by === 'rule') checkRule(id);
      else checkSender(id);
      deleted.add(id);
    },

    /** A function removes the object of a video only if somebody has ordered that video's deletion. */
    objectChanged: ({ bucket, key, before, after }: ObjectChange): void => {
      if (bucket !== BUCKETS.source || after || !before || !currentActor()?.kill) return;
      const owners = uploads.filter((upload) => upload.key === key && upload.etag === before.etag);
      if (owners.length > 0 && !owners.some(({ id }) => ordered.has(id)))
        violate(`${key} is removed, which is a video that nobody has deleted`);
    },

    /** The bot opens a session for each video that it is sent. */
    rowChanged: (table: string, before: Item | undefined, after: Item | undefined): void => {
      if (table !== TABLES.people || before || !after?.['video']) return;
      const { id, sender } = unmarshall(after);
      senders.set(String(id), { person: String(sender), at: world.now() });
    },

    /** The owner was answered that a video is kept, or is not any more. */
    keep: (id: string, isKept: boolean): void => {
      if (!isKept) keptSince.delete(id);
      else if (!deleted.has(id)) keptSince.set(id, world.now());
    },
    kept: () => [...keptSince.keys()],

    wish: (wish: Wish): void => void wishes.push(wish),
    wishes,

    /** The videos that a person had sent before. */
    sentBy: (person: string, before: number) =>
      [...senders].flatMap(([id, sent]) =>
        sent.person === person && sent.at < before ? [id] : [],
      ),
  };
};
