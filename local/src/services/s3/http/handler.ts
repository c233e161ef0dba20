import type { IncomingMessage, ServerResponse } from 'node:http';
import { type SignedRequest, signedRequestOf } from '../../../auth/signed-request.ts';
import { corsHeaders, preflight } from '../buckets/cors.ts';
import { DISK_FULL, isDiskFull } from '../../../state/disk-space.ts';
import { flush } from '../../../state/flush.ts';
import { parseAddress } from './address.ts';
import { answer, type AnswerOptions } from './answer.ts';
import type { Reply } from './call.ts';
import { randomId } from './request-id.ts';
import { S3Error } from './s3-error.ts';
import { sendError, sendReply } from './send.ts';

const DRAIN_MS = 60_000;
const READS = new Set<string | undefined>(['GET', 'HEAD', 'OPTIONS']);

export type HandlerOptions = AnswerOptions & {
  /** Receives internal errors; a client's disconnection is not one. */
  onError: (error: unknown, resource: string) => void;
};

/** Answers every request to S3, with a unique id. */
export const createHandler =
  (options: HandlerOptions) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = randomId();
    response.setHeader('x-amz-request-id', requestId);
    response.setHeader('x-amz-id-2', requestId);
    try {
      const reply = await handle(options, { request, response, requestId });
      if (!READS.has(request.method)) await flush(options.store.db);
      await sendReply(response, reply);
    } catch (error) {
      // Without the query, which can contain a signature.
      const [resource = '/'] = (request.url ?? '/').split('?');
      const known = s3ErrorIn(error);
      if (known !== error && !request.errored) options.onError(error, resource);
      sendError(response, known, { resource, requestId });
    } finally {
      drain(request);
    }
  };

type Exchange = { request: IncomingMessage; response: ServerResponse; requestId: string };

const handle = async (options: AnswerOptions, exchange: Exchange): Promise<Reply> => {
  const { request, response, requestId } = exchange;
  const signed = parse(request);
  const { method, headers } = signed;
  const address = parseAddress(signed.path, headers['host']);
  const rules = options.store.buckets.find(address.bucket)?.config.cors ?? [];
  if (method === 'OPTIONS') return preflight(rules, headers);
  // Errors have them too, or a page could not read why it was refused.
  response.setHeaders(new Map(Object.entries(corsHeaders(rules, method, headers))));
  return answer(options, { request, requestId, signed, address });
};

const s3ErrorIn = (error: unknown) => {
  if (error instanceof S3Error) return error;
  return new S3Error('InternalError', isDiskFull(error) ? DISK_FULL : undefined);
};

const parse = (request: IncomingMessage): SignedRequest => {
  try {
    return signedRequestOf(request);
  } catch (error) {
    throw error instanceof URIError ? new S3Error('InvalidURI') : error;
  }
};

// The rest of a refused body is read and dropped, so that its sender sees the response.
const drain = (request: IncomingMessage) => {
  if (request.complete || request.destroyed) return;
  const timer = setTimeout(() => request.destroy(), DRAIN_MS).unref();
  request.once('end', () => clearTimeout(timer));
  request.resume();
};
