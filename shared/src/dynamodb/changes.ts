import type { Path, Placeholders } from './placeholders.ts';

/** A change of a row, as terms of one of the clauses of an update. */
export type Change = {
  clause: (typeof CLAUSES)[number];
  terms: ((placeholders: Placeholders) => string)[];
};

/** The clauses of an update: each may occur once. */
export const CLAUSES = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;

/** Sets attributes, except those that are undefined. */
export const set = (attributes: Record<string, unknown>): Change => ({
  clause: 'SET',
  terms: defined(attributes).map(
    ([attribute, to]) =>
      ({ name, value }) =>
        `${name(attribute)} = ${value(to)}`,
  ),
});

/** Sets one attribute inside a map. */
export const setAt = (path: Path, to: unknown): Change => ({
  clause: 'SET',
  terms: [({ name, value }) => `${name(path)} = ${value(to)}`],
});

/** Sets those attributes that the row lacks. */
export const setIfMissing = (attributes: Record<string, unknown>): Change => ({
  clause: 'SET',
  terms: defined(attributes).map(
    ([attribute, to]) =>
      ({ name, value }) =>
        `${name(attribute)} = if_not_exists(${name(attribute)}, ${value(to)})`,
  ),
});

/** Removes attributes; those that the row lacks do no harm. */
export const remove = (...paths: Path[]): Change => ({
  clause: 'REMOVE',
  terms: paths.map(
    (path) =>
      ({ name }) =>
        name(path),
  ),
});

/** Adds to numbers, and members to sets. */
export const add = (attributes: Record<string, number | Set<string>>): Change =>
  combined('ADD', attributes);

/** Removes members from sets; DynamoDB removes an empty set. */
export const removeMembers = (attributes: Record<string, Set<string>>): Change =>
  combined('DELETE', attributes);

const combined = (clause: Change['clause'], attributes: Record<string, unknown>): Change => ({
  clause,
  terms: Object.entries(attributes).map(
    ([attribute, by]) =>
      ({ name, value }) =>
        `${name(attribute)} ${value(by)}`,
  ),
});

const defined = (attributes: Record<string, unknown>) =>
  Object.entries(attributes).filter(([, value]) => value !== undefined);
