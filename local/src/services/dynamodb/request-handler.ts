import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { crc32 } from 'node:zlib';
import { DISK_FULL, isDiskFull } from '../../state/disk-space.ts';
import { MALFORMED, type Answer, type Operations } from './operations.ts';

const internalError = (cause: unknown): Answer => ({
  status: 500,
  body: {
    __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
    ...(isDiskFull(cause) && { message: DISK_FULL }),
  },
});

/** Answers an authenticated request of the JSON protocol. */
export const createRequestHandler =
  (operations: Operations) =>
  async (request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> => {
    const { status, body: answer } = await answerTo(operations, request, body);
    const json = JSON.stringify(answer);
    response
      .writeHead(status, {
        'Content-Type': 'application/x-amz-json-1.0',
        'Content-Length': Buffer.byteLength(json),
        'x-amz-crc32': crc32(json),
        'x-amzn-RequestId': randomUUID(),
      })
      .end(json);
  };

const answerTo = async (operations: Operations, { headers }: IncomingMessage, body: Buffer) => {
  const target = String(headers['x-amz-target']);
  const input = parseJson(body);
  if (input === undefined) return MALFORMED;
  try {
    return await operations(target.replace(/^DynamoDB_20120810\./, ''), input);
  } catch (error) {
    console.error(`DynamoDB ${target}`, error);
    return internalError(error);
  }
};

const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString()) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
