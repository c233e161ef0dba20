import * as v from 'valibot';
import { ACCOUNT_ID } from '../../engine/account.ts';
import { matches } from './pattern.ts';

type Request = { sourceArn?: string };

const isSame = (pattern: string, fact: string) => pattern === fact;

const OPERATORS = new Map([
  ['StringEquals', isSame],
  ['Bool', isSame],
  ['StringLike', matches],
  ['ArnLike', matches],
  ['ArnEquals', matches],
]);

// Only calls of one resource on behalf of another have a source.
const FACTS = new Map<string, (request: Request) => string | undefined>([
  ['aws:sourcearn', ({ sourceArn }) => sourceArn],
  ['aws:sourceaccount', ({ sourceArn }) => sourceArn && ACCOUNT_ID],
  ['aws:securetransport', () => 'true'],
]);

const unknown = (what: string, name: string) =>
  `the local engine does not know the policy condition ${what} ${name}`;

const Operator = v.pipe(
  v.string(),
  v.check(
    (name) => OPERATORS.has(name),
    ({ input }) => unknown('operator', input),
  ),
);
const Key = v.pipe(
  v.string(),
  v.check(
    (name) => FACTS.has(name.toLowerCase()),
    ({ input }) => unknown('key', input),
  ),
);
const Values = v.pipe(
  v.union([v.string(), v.boolean(), v.array(v.string())]),
  v.transform((value) => (Array.isArray(value) ? value : [String(value)])),
);

/** The conditions of a statement; an unsupported operator or key is an error that names it. */
export const Conditions = v.record(Operator, v.record(Key, Values));

/** Whether the request meets all conditions; a missing key meets none. */
export const conditionsHold = (
  conditions: v.InferOutput<typeof Conditions>,
  request: Request,
): boolean =>
  Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, patterns]) => {
      const fact = FACTS.get(key.toLowerCase())?.(request);
      return fact !== undefined && patterns.some((one) => OPERATORS.get(operator)?.(one, fact));
    }),
  );
