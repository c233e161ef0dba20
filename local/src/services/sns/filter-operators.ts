import { BlockList, isIP } from 'node:net';
import * as v from 'valibot';
import { invalidParameter } from './sns-error.ts';

export const Scalar = v.union([v.string(), v.number(), v.boolean(), v.null()]);
export type Scalar = v.InferOutput<typeof Scalar>;
type Test = (value: Scalar) => boolean;

/** The test for one value that `{operator: argument}` specifies; throws InvalidParameter if it is invalid. */
export const compileTest = (matcher: unknown): Test => {
  const [entry, ...rest] = entriesOf(matcher);
  const compile = OPERATORS.get(entry?.[0] ?? '');
  if (!entry || !compile || rest.length > 0) {
    throw invalidParameter(`FilterPolicy: Unrecognized match type ${entry?.[0] ?? ''}`);
  }
  return compile(entry[1]);
};

/** The value, if it matches; throws InvalidParameter otherwise. */
export const parsePolicy = <Schema extends v.GenericSchema>(schema: Schema, value: unknown) => {
  const { success, output, issues } = v.safeParse(schema, value);
  if (!success) throw invalidParameter(`FilterPolicy: ${issues[0].message}`);
  return output;
};

const entriesOf = (matcher: unknown) =>
  Object.entries(parsePolicy(v.record(v.string(), v.unknown()), matcher));

const onText =
  (test: (value: string, wanted: string) => boolean) =>
  (argument: unknown): Test => {
    const wanted = parsePolicy(v.string(), argument);
    return (value) => typeof value === 'string' && test(value, wanted);
  };

const compileNumeric = (argument: unknown): Test => {
  const [one, low, other = one, high = low] = parsePolicy(Numeric, argument);
  return (value) =>
    typeof value === 'number' && COMPARISONS[one](value, low) && COMPARISONS[other](value, high);
};

const compileCidr = (argument: unknown): Test => {
  const [address = '', prefix] = parsePolicy(Cidr, argument).split('/');
  const network = new BlockList();
  network.addSubnet(address, Number(prefix), familyOf(address));
  return (value) =>
    typeof value === 'string' && isIP(value) !== 0 && network.check(value, familyOf(value));
};

const compileAnythingBut = (argument: unknown): Test => {
  const refused = [argument].flat();
  if (refused.every((value) => v.is(Scalar, value))) return (value) => !refused.includes(value);
  const tests = entriesOf(argument).flatMap(([operator, wanted]) =>
    [wanted].flat().map((one) => compileTest({ [operator]: one })),
  );
  return (value) => !tests.some((test) => test(value));
};

const wildcard = (pattern: string) =>
  new RegExp(`^${pattern.split('*').map(escapeRegExp).join('.*')}$`, 'su');

const escapeRegExp = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&');

const OPERATORS = new Map<string, (argument: unknown) => Test>([
  ['prefix', onText((value, wanted) => value.startsWith(wanted))],
  ['suffix', onText((value, wanted) => value.endsWith(wanted))],
  ['wildcard', onText((value, wanted) => wildcard(wanted).test(value))],
  ['equals-ignore-case', onText((value, wanted) => value.toLowerCase() === wanted.toLowerCase())],
  ['numeric', compileNumeric],
  ['cidr', compileCidr],
  ['anything-but', compileAnythingBut],
]);

const COMPARISONS = {
  '=': (value: number, wanted: number) => value === wanted,
  '<': (value: number, wanted: number) => value < wanted,
  '<=': (value: number, wanted: number) => value <= wanted,
  '>': (value: number, wanted: number) => value > wanted,
  '>=': (value: number, wanted: number) => value >= wanted,
};
const Comparison = v.picklist(['=', '<', '<=', '>', '>=']);
const Numeric = v.union([
  v.strictTuple([Comparison, v.number()]),
  v.strictTuple([Comparison, v.number(), Comparison, v.number()]),
]);

const Cidr = v.pipe(
  v.string(),
  v.check((cidr) => {
    const [address = '', prefix = '', ...rest] = cidr.split('/');
    const bits = isIP(address) === 6 ? 128 : 32;
    return isIP(address) !== 0 && /^\d+$/u.test(prefix) && +prefix <= bits && rest.length === 0;
  }, 'Malformed CIDR'),
);

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');
