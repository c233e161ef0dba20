import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as v from 'valibot';
import type { RequestErrorCode } from './error-codes.ts';
import { compressed } from './compression.ts';
import type { createLog } from './log.ts';

/** Why a request is refused and how to fix it: the body of every 4xx response. */
export type Refusal = { code: RequestErrorCode; message: string; hint: string };

type Respond = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** A JSON response that is never cached. */
export const json = (statusCode: number, body: object): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

/** A 4xx response that says what is wrong and how to fix it. */
export const refuse = (
  statusCode: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 429,
  refusal: Refusal,
) => json(statusCode, refusal);

/** The 400 response for input that does not fit its schema; the schema's own messages say what is wrong. */
export const refuseInput = (issues: readonly v.BaseIssue<unknown>[], hint: string) =>
  refuse(400, {
    code: 'INVALID_REQUEST',
    message: [...new Set(issues.map(({ message }) => message))].join(' '),
    hint,
  });

/** The body as text, however API Gateway has encoded it. */
export const bodyOf = ({ body = '', isBase64Encoded }: APIGatewayProxyEventV2) =>
  isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;

/** The body parsed as JSON; undefined, which fits no schema, if it is not JSON. */
export const jsonOf = (event: APIGatewayProxyEventV2): unknown => {
  try {
    return JSON.parse(bodyOf(event));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** A handler that always responds: unexpected errors are logged and answered with a generic 500. */
export const httpHandler =
  (log: Pick<ReturnType<typeof createLog>, 'error'>, respond: Respond): Respond =>
  async (event) => {
    try {
      return await compressed(await respond(event), event.headers['accept-encoding']);
    } catch (error) {
      // A string, because a logged error object could contain parts of the request.
      log.error('request failed', { route: event.routeKey, error: String(error) });
      return json(500, {
        code: 'INTERNAL',
        message: 'Something went wrong on our side.',
        hint: 'Try again in a moment.',
      });
    }
  };
