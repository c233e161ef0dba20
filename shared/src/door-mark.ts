import * as v from 'valibot';

/** The doors that store a video under its session's id and mark it as theirs. */
export const MarkedDoor = v.picklist(['page', 'messenger']);
export type MarkedDoor = v.InferOutput<typeof MarkedDoor>;

/** Object metadata that records which door a video came through. */
export const doorMark = (door: MarkedDoor) => ({ door });

/** The door named in an object's metadata; undefined if there is none. */
export const doorIn = ({ door }: Record<string, string>): MarkedDoor | undefined =>
  v.is(MarkedDoor, door) ? door : undefined;
