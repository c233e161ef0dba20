import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Access, Grant } from './access.ts';
import { describeIssues } from './template.ts';

/** Which resource of which stack is meant. */
export type Place = { stack: string; logicalId: string };

/**
 * A resource as it will be: what `Ref` and `Fn::GetAtt` give, the access that it grants and the access that
 * it cannot work without, and how to bring it about, which can be repeated.
 */
export type Planned = {
  ref: string;
  attributes?: Record<string, string>;
  grants?: Grant[];
  needs?: Access[];
  apply?: () => void | Promise<void>;
};

/** All resources of one CloudFormation type; planning changes nothing. */
export type ResourceKind = {
  plan: (properties: unknown, place: Place) => Planned;
  remove?: (ref: string) => void | Promise<void>;
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
    remove?: (ref: string) => void | Promise<void>;
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
export const boolean = v.union([
  v.boolean(),
  v.pipe(
    v.picklist(['true', 'false']),
    v.transform((text) => text === 'true'),
  ),
]);

/** A name for a resource that has none in its template: the same at every deploy, and nobody else's. */
export const generatedName = ({ stack, logicalId }: Place): string => {
  const digest = createHash('sha256').update(`${stack}/${logicalId}`).digest('hex');
  return `${stack}-${logicalId}-${digest.slice(0, 12)}`;
};
