import * as v from 'valibot';

/** The lookups of intrinsic functions; each throws an error with the name of what is missing. */
export type Scope = {
  ref: (name: string) => unknown;
  attribute: (logicalId: string, attribute: string) => unknown;
  imported: (exportName: string) => unknown;
  condition: (name: string) => boolean;
};

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/** Text, or a number or boolean as text. */
export const Text = v.union([
  v.string(),
  v.pipe(v.union([v.number(), v.boolean()]), v.transform(String)),
]);
const Texts = v.array(Text);

const INTRINSICS: Record<string, Intrinsic> = {
  Ref: (name, scope) => scope.ref(v.parse(v.string(), name)),
  'Fn::GetAtt': (argument, scope) => scope.attribute(...attributeOf(argument)),
  'Fn::ImportValue': (name, scope) => scope.imported(v.parse(Text, resolve(name, scope))),
  'Fn::Sub': (argument, scope) => substitute(argument, scope),
  'Fn::Join': (argument, scope) => {
    const [delimiter, texts] = v.parse(v.tuple([v.string(), Texts]), resolve(argument, scope));
    return texts.join(delimiter);
  },
  'Fn::Split': (argument, scope) => {
    const [delimiter, text] = v.parse(v.tuple([v.string(), Text]), resolve(argument, scope));
    return text.split(delimiter);
  },
  'Fn::Select': (argument, scope) => {
    const Choice = v.tuple([v.pipe(Text, v.toNumber()), v.array(v.unknown())]);
    const [index, list] = v.parse(Choice, resolve(argument, scope));
    if (!(index in list)) throw new Error(`Fn::Select: there is no item ${index}`);
    return list[index];
  },
  'Fn::If': (argument, scope) => {
    const Branches = v.tuple([v.string(), v.unknown(), v.unknown()]);
    const [name, then, otherwise] = v.parse(Branches, argument);
    return resolve(scope.condition(name) ? then : otherwise, scope);
  },
};

/** The value with all intrinsic functions evaluated; `AWS::NoValue` is omitted. */
export const resolve = (value: unknown, scope: Scope): unknown => {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter(isThere);
  if (typeof value !== 'object' || value === null) return value;
  const call = intrinsicIn(value);
  if (!call) {
    const entries = Object.entries(value).map(([key, item]) => [key, resolve(item, scope)]);
    return Object.fromEntries(entries.filter(([, item]) => isThere(item)));
  }
  const intrinsic = INTRINSICS[call.name];
  if (!intrinsic) throw new Error(`the local engine does not know ${call.name}`);
  return intrinsic(call.argument, scope);
};

/** The name and argument of the intrinsic function that the object represents, if any. */
export const intrinsicIn = (value: object): { name: string; argument: unknown } | undefined => {
  const [entry, ...others] = Object.entries(value) as [string, unknown][];
  if (!entry || others.length > 0) return undefined;
  const [name, argument] = entry;
  return name === 'Ref' || name.startsWith('Fn::') ? { name, argument } : undefined;
};

/** Logical id and attribute of a `Fn::GetAtt`, in either form. */
export const attributeOf = (argument: unknown): [logicalId: string, attribute: string] => {
  const parts = v.parse(v.union([v.string(), v.array(v.string())]), argument);
  const [logicalId = '', ...attribute] = typeof parts === 'string' ? parts.split('.') : parts;
  return [logicalId, attribute.join('.')];
};

/** The text of a `Fn::Sub` and the names it defines itself. */
export const subOf = (argument: unknown): [text: string, names: Record<string, unknown>] =>
  typeof argument === 'string'
    ? [argument, {}]
    : v.parse(v.tuple([v.string(), v.record(v.string(), v.unknown())]), argument);

/** Matches what `Fn::Sub` replaces; `${!Literal}` has a name that starts with `!`. */
export const PLACEHOLDER = /\$\{([^}]+)\}/gu;

const substitute = (argument: unknown, scope: Scope) => {
  const [text, names] = subOf(argument);
  return text.replaceAll(PLACEHOLDER, (_, placeholder: string) => {
    const name = placeholder.trim();
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (Object.hasOwn(names, name)) return v.parse(Text, resolve(names[name], scope));
    const isAttribute = name.includes('.');
    return v.parse(Text, isAttribute ? scope.attribute(...attributeOf(name)) : scope.ref(name));
  });
};

const isThere = (value: unknown) => value !== undefined;
