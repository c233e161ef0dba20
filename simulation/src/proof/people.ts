import { HINTS } from '../../../facebook-service/src/messenger/texts.ts';
import { type Actor, currentActor } from '../world/actor.ts';
import type { World } from '../world/world.ts';

type Telling = { what: string; actor: Actor | undefined };

const FAILURE = '😕';

/** A person gets each message once, and a repetition only if the first may have been lost in a crash. */
export const watchPeople = (world: World, violate: (what: string) => void) => {
  const tellings = new Map<string, Telling[]>();
  const heardBy = (person: string) => tellings.get(person) ?? [];

  return {
    told: (person: string, what: string): void => {
      const before = heardBy(person).filter((telling) => telling.what === what);
      const isInsisted = what.startsWith(FAILURE) || Object.values(HINTS).includes(what);
      if (before.length > 0) {
        world.reach('person told again');
        if (!isInsisted) violate(`${person} was told twice: ${what}`);
        else if (before.some(({ actor }) => actor?.endedWell))
          violate(`${person} was told again, though the first telling ended well: ${what}`);
      }
      tellings.set(person, [...heardBy(person), { what, actor: currentActor() }]);
    },

    /** All messages that a person got. */
    heardBy: (person: string) => heardBy(person).map(({ what }) => what),

    isFailure: (what: string) => what.startsWith(FAILURE),
  };
};
