import * as v from 'valibot';

type Header = [name: string, value: string];

/** An HTTP response before the gateway's own headers. */
export type Answer = {
  status: number;
  headers: Header[];
  body: Buffer;
};

const NOT_FORWARDED = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding']);

const StatusCode = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.digits(), v.transform(Number))]),
  v.integer(),
  v.minValue(200),
  v.maxValue(599),
);
// What HTTP allows in header names and values: RFC 9110, 5.1 and 5.5.
const HeaderName = v.pipe(v.string(), v.regex(/^[\w!#$%&'*+.^`|~-]+$/u), v.toLowerCase());
const HeaderValue = v.pipe(
  v.union([v.string(), v.number(), v.boolean()]),
  v.transform(String),
  v.regex(/^[\t\x20-\x7e\x80-\xff]*$/u),
);
const Structured = v.object({
  statusCode: StatusCode,
  headers: v.optional(v.record(HeaderName, HeaderValue), {}),
  cookies: v.optional(v.array(HeaderValue), []),
  body: v.optional(v.string(), ''),
  isBase64Encoded: v.optional(v.boolean(), false),
});

/** A response of the gateway itself. */
export const gatewayAnswer = (status: number, message: string): Answer => ({
  status,
  headers: [['content-type', 'application/json']],
  body: Buffer.from(JSON.stringify({ message })),
});

/**
 * The response in a function's result; without a `statusCode`, the whole result is the body of a 200. Undefined if it
 * is not a response in format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const answerIn = (payload: string): Answer | undefined => {
  const result = parseJson(payload);
  if (!v.is(v.looseObject({ statusCode: v.unknown() }), result)) return inferred(result, payload);
  const { success, output } = v.safeParse(Structured, result);
  if (!success) return undefined;
  const headers = [
    ...Object.entries(output.headers).filter(([name]) => !NOT_FORWARDED.has(name)),
    ...output.cookies.map((cookie): Header => ['set-cookie', cookie]),
  ];
  const hasType = headers.some(([name]) => name === 'content-type');
  return {
    status: output.statusCode,
    headers: hasType ? headers : [['content-type', 'text/plain;charset=UTF-8'], ...headers],
    body: Buffer.from(output.body, output.isBase64Encoded ? 'base64' : 'utf8'),
  };
};

const inferred = (result: unknown, payload: string): Answer => ({
  status: 200,
  headers: [['content-type', 'application/json']],
  body: Buffer.from(typeof result === 'string' ? result : payload),
});

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
};
