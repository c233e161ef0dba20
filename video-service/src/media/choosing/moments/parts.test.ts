import { expect, test } from '@jest/globals';
import { joinBroken, withoutParts } from './parts.ts';
import type { Thing } from './things.ts';

/** An object of this width that is visible from one glimpse until another, `pace` cells further each time. */
const thing = (
  from: number,
  until: number,
  box: { left: number; width: number; pace?: number },
): Thing => {
  const sightings = Array.from({ length: until - from + 1 }, (_, step) => {
    const left = box.left + step * (box.pace ?? 0);
    const sizes = { edges: 2 * box.width, strength: 2 * box.width };
    return {
      glimpse: from + step,
      blob: { left, right: left + box.width, top: 10, bottom: 20, ...sizes },
    };
  });
  const [first, last] = [sightings[0], sightings.at(-1)];
  if (!first || !last) throw new Error('Nothing is seen');
  return { first, last, sightings };
};

const arm = thing(10, 30, { left: 20, width: 20 });

test('a part comes out of a larger object and goes back into it', () => {
  expect(withoutParts([arm, thing(15, 22, { left: 42, width: 5 })])).toEqual([arm]);
});

test('a part that comes out of a larger object may be visible slightly longer', () => {
  const hand = thing(15, 32, { left: 42, width: 5, pace: 1 });

  expect(withoutParts([hand, arm])).toEqual([arm]);
});

test('a person who gets out of a car is not part of it', () => {
  const person = thing(15, 60, { left: 42, width: 5, pace: 1 });

  expect(withoutParts([arm, person])).toEqual([arm, person]);
});

test('an object that overtakes a larger one is not part of it', () => {
  const slow = thing(10, 30, { left: 0, width: 20, pace: 3 });
  const fast = thing(11, 20, { left: 5, width: 12, pace: 8 });

  expect(withoutParts([slow, fast])).toEqual([slow, fast]);
});

test('an object that passes a larger one is not part of it', () => {
  const passing = thing(5, 40, { left: 0, width: 5, pace: 2 });

  expect(withoutParts([arm, passing])).toEqual([arm, passing]);
});

test('a brief object during a larger one is part of it', () => {
  expect(withoutParts([arm, thing(20, 22, { left: 70, width: 5 })])).toEqual([arm]);
  expect(withoutParts([arm, thing(20, 26, { left: 70, width: 5 })])).toHaveLength(2);
});

test('an object that is lost and found beside where it was lost is one', () => {
  const [before, after] = [
    thing(0, 10, { left: 0, width: 8, pace: 2 }),
    thing(11, 20, { left: 24, width: 6, pace: 2 }),
  ];

  const [whole, ...others] = joinBroken([after, before]);

  expect(others).toEqual([]);
  expect([whole?.first.glimpse, whole?.last.glimpse, whole?.sightings.length]).toEqual([0, 20, 21]);
});

test('an object that begins elsewhere, or later, is another one', () => {
  const before = thing(0, 10, { left: 0, width: 8 });

  expect(joinBroken([before, thing(11, 20, { left: 24, width: 6 })])).toHaveLength(2);
  expect(joinBroken([before, thing(13, 20, { left: 4, width: 6 })])).toHaveLength(2);
});

test('what comes in where another thing leaves is another one', () => {
  const leaving = thing(0, 10, { left: 20, width: 8, pace: 5 });
  const coming = thing(11, 20, { left: 68, width: 8, pace: -5 });

  expect(joinBroken([leaving, coming])).toHaveLength(2);
});

test('an arm that turns back within the picture is one', () => {
  const reaching = thing(0, 10, { left: 0, width: 8, pace: 3 });
  const going = thing(11, 20, { left: 28, width: 8, pace: -3 });

  expect(joinBroken([reaching, going])).toHaveLength(1);
});
