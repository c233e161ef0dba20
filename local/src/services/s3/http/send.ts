import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Reply } from './call.ts';
import type { S3Error } from './s3-error.ts';
import { writeErrorXml } from './xml.ts';

/** Writes an operation's answer. */
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

/** Answers an error as S3 does; the cause of an InternalError is not told. */
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

// What was set for the answer that failed is not about the error, except who may read it.
const KEPT = /^(?:x-amz-request-id|x-amz-id-2|access-control-.*|vary)$/u;
