import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Reply } from './call.ts';
import { S3Error } from './s3-error.ts';
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

/** Answers an error as S3 does; what is not an S3Error is logged, and not told. */
export const sendError = (
  response: ServerResponse,
  error: unknown,
  { resource, requestId }: { resource: string; requestId: string },
) => {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const known = error instanceof S3Error ? error : new S3Error('InternalError');
  if (known !== error) console.error('S3', resource, error);
  for (const name of response.getHeaderNames())
    if (!name.startsWith('x-amz-') && !name.startsWith('access-control-') && name !== 'vary')
      response.removeHeader(name);
  response.writeHead(known.status, { 'content-type': 'application/xml' });
  response.end(
    writeErrorXml({
      Code: known.code,
      Message: known.message,
      ...known.details,
      Resource: resource,
      RequestId: requestId,
      HostId: requestId,
    }),
  );
};
