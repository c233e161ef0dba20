import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Access, Grant } from '../iam/policy.ts';
import { describeIssues } from './template.ts';

/** Which resource of which stack is meant. */
export type Place = { stack: string; logicalId: string };

/**
 * A resource as it will be. `id` tells it from all others of its kind and, unless there is a `ref`, is what
 * `Ref` gives; `grants` and `needs` are the access that it gives and that it cannot work without; `apply`
 * brings it about, and can be repeated.
 */
export type Planned = {
  id: string;
  ref?: string;
  attributes?: Record<string, string>;
  grants?: Grant[];
  needs?: Access[];
  apply?: () => void | Promise<void>;
};

/** All resources of one CloudFormation type; planning changes nothing. */
export type ResourceKind = {
  plan: (properties: unknown, place: Place) => Planned;
  remove?: (id: string) => void | Promise<void>;
};

export type ResourceKinds = Record<string, ResourceKind>;

/** A kind whose resources have these properties; any other property is an error that names it. */
export const resourceKind = <Schema extends v.GenericSchema>(
  schema: Schema,
  {
    plan,
    remove,
  }: {
    plan: (properties: v.InferOutput<Schema>, place: Place) => Planned;
    remove?: (id: string) => void | Promise<void>;
  },
): ResourceKind => ({
  plan: (properties, place) => {
    const result = v.safeParse(schema, properties);
    if (!result.success) throw new Error(describeIssues(result.issues));
    return plan(result.output, place);
  },
  ...(remove && { remove }),
});

/** For properties that are kept and change nothing on one machine: encryption, tags, alarms and the like. */
export const inert = v.optional(v.unknown());

/** A number or flag that may come as text, as CloudFormation allows and `Fn::Sub` makes it. */
export const number = v.union([v.number(), v.pipe(v.string(), v.toNumber())]);
export const integer = (min: number, max: number) =>
  v.pipe(number, v.integer(), v.minValue(min), v.maxValue(max));
export const boolean = v.union([
  v.boolean(),
  v.pipe(
    v.picklist(['true', 'false']),
    v.transform((text) => text === 'true'),
  ),
]);

/** A name for a resource that has none in its template: the same at every deploy, and nobody else's. */
export const generatedName = (place: Place): string => {
  const { stack, logicalId } = place;
  return `${stack}-${logicalId}-${digestOf(place).slice(0, 12)}`;
};

/** Hex digits that stand for one resource of one stack. */
export const digestOf = ({ stack, logicalId }: Place): string =>
  createHash('sha256').update(`${stack}/${logicalId}`).digest('hex');
