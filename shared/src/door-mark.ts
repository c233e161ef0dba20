import * as v from 'valibot';

/** The doors that put a video under its session's id, and mark it as theirs. */
export const MarkedDoor = v.picklist(['page', 'messenger']);
export type MarkedDoor = v.InferOutput<typeof MarkedDoor>;

/** The object metadata by which a video says through which door it came, for as long as it is there. */
export const doorMark = (door: MarkedDoor) => ({ door });

/** The door that an object's metadata names; undefined when it has no mark. */
export const doorIn = ({ door }: Record<string, string>): MarkedDoor | undefined =>
  v.is(MarkedDoor, door) ? door : undefined;
