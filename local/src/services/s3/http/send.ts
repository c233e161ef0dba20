import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Reply } from './call.ts';
import type { S3Error } from './s3-error.ts';
import { writeErrorXml } from './xml.ts';

/** Writes an operation's response. */
export const sendReply = async (response: ServerResponse, reply: Reply) => {
  const { status = 200, headers = {}, body } = reply;
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) response.setHeader(name, value);
  response.statusCode = status;
  if (body === undefined || typeof body === 'string') {
    if (body !== undefined) response.setHeader('content-type', 'application/xml');
    response.end(body);
    return;
  }
  await pipeline(body, response);
};

/** Answers an error as S3 does, without the cause of an InternalError. */
export const sendError = (
  response: ServerResponse,
  error: S3Error,
  { resource, requestId }: { resource: string; requestId: string },
) => {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  for (const name of response.getHeaderNames()) if (!KEPT.test(name)) response.removeHeader(name);
  response.writeHead(error.status, { 'content-type': 'application/xml' });
  response.end(
    writeErrorXml({
      Code: error.code,
      Message: error.message,
      ...error.details,
      Resource: resource,
      RequestId: requestId,
      HostId: requestId,
    }),
  );
};

// Headers set for the failed response do not apply to the error, except CORS.
const KEPT = /^(?:x-amz-request-id|x-amz-id-2|access-control-.*|vary)$/u;
