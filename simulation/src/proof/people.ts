import { unmarshall } from '@aws-sdk/util-dynamodb';
import {
  CONFIRM_DELETION,
  deletionReceipt,
  HINTS,
  labelTexts,
} from '../../../facebook-service/src/messenger/texts.ts';
import type { Item } from '../cloud/dynamodb/values.ts';
import { TABLES } from '../names.ts';
import { type Actor, currentActor } from '../world/actor.ts';
import type { World } from '../world/world.ts';

/** Something that a person was told, and since when the bot knows that they have it. */
type Telling = { what: string; actor: Actor | undefined; certainAt: number };

const FAILURE = '😕';
// As long as the Send API is waited for: who began before that could not know.
const SEND_MS = 8000;
const ANSWERS = new Set([...Object.values(HINTS), CONFIRM_DELETION]);

/**
 * A person hears each thing once. The bot may repeat a thing only while it cannot know that they have heard it, because
 * the one who said it died; and only what they must not miss: an answer of one part, or the labels if the picture may
 * be lost, too. A repeat is better than silence, and two repeats of two parts are not better than one.
 */
export const watchPeople = (world: World, violate: (what: string) => void) => {
  const tellings = new Map<string, Telling[]>();
  const heardBy = (person: string) => tellings.get(person) ?? [];
  const isCertain = ({ certainAt }: Telling) => certainAt < world.now() - SEND_MS;

  const mustBeHeard = (person: string, what: string) =>
    what.startsWith(FAILURE) ||
    ANSWERS.has(what) ||
    isReceipt(what) ||
    (isLabels(what) && !heardBy(person).some((each) => isPicture(each.what) && isCertain(each)));

  return {
    told: (person: string, what: string): void => {
      const before = heardBy(person).filter((telling) => telling.what === what);
      if (before.length > 0) {
        world.reach('person told again');
        if (!mustBeHeard(person, what)) violate(`${person} was told twice: ${what}`);
        else if (before.some(isCertain))
          violate(`${person} was told again, though they had surely heard: ${what}`);
      }
      const telling = { what, actor: currentActor(), certainAt: Infinity };
      tellings.set(person, [...heardBy(person), telling]);
    },

    /** A part of an answer that is settled was said for sure, by whoever settles it. */
    rowChanged: (table: string, before: Item | undefined, after: Item | undefined): void => {
      if (table !== TABLES.people || !before || !after) return;
      if (settledIn(after) <= settledIn(before)) return;
      for (const telling of heardBy(String(unmarshall(after)['sender'])))
        if (telling.actor === currentActor())
          telling.certainAt = Math.min(telling.certainAt, world.now());
    },

    /** All messages that a person got. */
    heardBy: (person: string) => heardBy(person).map(({ what }) => what),

    isFailure: (what: string) => what.startsWith(FAILURE),
    isReceipt,
  };
};

const isLabels = (what: string) => what.startsWith('I see: ') || what === labelTexts([])[0];
// Of a picture, its path is heard.
const isPicture = (what: string) => what.startsWith('/');
const isReceipt = (what: string) =>
  what === deletionReceipt(0) || /^Your .* being deleted/u.test(what);

const settledIn = (row: Item): number => {
  const { said = {} } = unmarshall(row) as { said?: Record<string, { settled?: boolean }> };
  return Object.values(said).filter(({ settled }) => settled).length;
};
