import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Access, Grant } from '../iam/policy.ts';
import { describeIssues } from './template.ts';

/** A resource of a stack. */
export type Place = { stack: string; logicalId: string };

/**
 * A planned resource. `id` is unique among its kind and is the value of `Ref`, unless there is a `ref`; `grants` and
 * `needs` are the access that it gives and requires; `apply` creates or updates it, and can be repeated.
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

/** For properties that are accepted and have no effect on one machine: encryption, tags, alarms and the like. */
export const inert = v.optional(v.unknown());

/** A number or boolean that may be text, as CloudFormation allows and `Fn::Sub` produces. */
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

/** A unique name for a resource without one in its template, the same in every deployment. */
export const generatedName = (place: Place): string => {
  const { stack, logicalId } = place;
  return `${stack}-${logicalId}-${digestOf(place).slice(0, 12)}`;
};

/** Hex digits that identify one resource of one stack. */
export const digestOf = ({ stack, logicalId }: Place): string =>
  createHash('sha256').update(`${stack}/${logicalId}`).digest('hex');
