import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as v from 'valibot';
import type { RequestErrorCode } from './error-codes.ts';
import { compressed } from './compression.ts';
import type { createLog } from './log.ts';

/** Why a request is refused and how its sender can mend it; the body of every 4xx. */
export type Problem = { code: RequestErrorCode; message: string; hint: string };

type Respond = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** A JSON answer that no cache keeps. */
export const json = (statusCode: number, body: object): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

/** A request refused, with what is wrong and how to mend it. */
export const refuse = (
  statusCode: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 429,
  problem: Problem,
) => json(statusCode, problem);

/** The 400 for input that does not fit its schema; the schema's own messages say what is wrong. */
export const refuseInput = (issues: readonly v.BaseIssue<unknown>[], hint: string) =>
  refuse(400, {
    code: 'INVALID_REQUEST',
    message: [...new Set(issues.map(({ message }) => message))].join(' '),
    hint,
  });

/** The body as text, whichever way API Gateway has encoded it. */
export const bodyOf = ({ body = '', isBase64Encoded }: APIGatewayProxyEventV2) =>
  isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;

/** The body parsed as JSON; undefined, which fits no schema, when it is none. */
export const jsonOf = (event: APIGatewayProxyEventV2): unknown => {
  try {
    return JSON.parse(bodyOf(event));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** A handler that answers every request: what goes wrong inside is logged and stays there. */
export const httpHandler =
  (log: Pick<ReturnType<typeof createLog>, 'error'>, respond: Respond): Respond =>
  async (event) => {
    try {
      return await compressed(await respond(event), event.headers['accept-encoding']);
    } catch (error) {
      // A string, since a log of the whole error may hold what the request did.
      log.error('request failed', { route: event.routeKey, error: String(error) });
      return json(500, {
        code: 'INTERNAL',
        message: 'Something went wrong on our side.',
        hint: 'Try again in a moment.',
      });
    }
  };
