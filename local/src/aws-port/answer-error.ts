import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import XMLBuilder from 'fast-xml-builder';
import type { AuthRefusal, ErrorFamily } from '../auth/verify-request.ts';

const xml = new XMLBuilder();

/** Answers with an error in the style of the service; does not wait for the rest of the request. */
export const answerError = (
  response: ServerResponse,
  family: ErrorFamily,
  { statusCode, code, message }: AuthRefusal,
): void => {
  const requestId = randomUUID();
  if (!response.req.complete) response.setHeader('Connection', 'close');
  response.setHeader('x-amzn-RequestId', requestId);
  if (family === 'json') {
    response.writeHead(statusCode, {
      'Content-Type': 'application/x-amz-json-1.1',
      'x-amzn-ErrorType': code,
    });
    response.end(JSON.stringify({ __type: code, message }));
  } else {
    const Error = { Type: statusCode < 500 ? 'Sender' : 'Receiver', Code: code, Message: message };
    response.writeHead(statusCode, { 'Content-Type': 'text/xml' });
    response.end(xml.build({ ErrorResponse: { Error, RequestId: requestId } }));
  }
};
