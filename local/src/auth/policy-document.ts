import * as v from 'valibot';

const fieldName = v.pipe(
  v.string(),
  v.regex(/^\$/u, 'a condition names its field with a "$"'),
  v.transform((name) => name.slice(1).toLowerCase()),
);

const bytes = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.digits(), v.transform(Number))]),
  v.integer(),
  v.minValue(0),
);

const operator = <Name extends string>(name: Name) =>
  v.pipe(
    v.string(),
    v.transform((text) => text.toLowerCase()),
    v.literal(name),
  );

// {"acl": "private"} is short for ["eq", "$acl", "private"].
const exactMatch = v.pipe(
  v.record(v.string(), v.string()),
  v.check((record) => Object.keys(record).length === 1, 'a condition has one field'),
  v.transform((record): ['eq', string, string] => {
    const [name = '', value = ''] = Object.entries(record)[0] ?? [];
    return ['eq', name.toLowerCase(), value];
  }),
);

const Condition = v.union([
  v.tuple([operator('eq'), fieldName, v.string()]),
  v.tuple([operator('starts-with'), fieldName, v.string()]),
  v.tuple([operator('content-length-range'), bytes, bytes]),
  exactMatch,
]);

/** A condition on a form: an exact value, a prefix, or the size of the file. */
export type Condition = v.InferOutput<typeof Condition>;

/** A POST policy, from its JSON text; a policy with unknown parts is refused. */
export const Policy = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    expiration: v.pipe(
      v.string(),
      v.isoTimestamp(),
      v.transform((text) => new Date(text)),
    ),
    conditions: v.array(Condition),
  }),
);
export type Policy = v.InferOutput<typeof Policy>;
