import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CredentialsStore } from '../../auth/credentials.ts';
import { type SignedRequest, signedRequestOf } from '../../auth/signed-request.ts';
import { openBody } from '../body/body.ts';
import { corsHeaders, preflight } from '../buckets/cors.ts';
import { postObject } from '../objects/post-object.ts';
import type { Store } from '../store.ts';
import { type Address, parseAddress } from './address.ts';
import { authenticate } from './authenticate.ts';
import type { Reply } from './call.ts';
import { headerValue } from './header-value.ts';
import { operationFor } from './operations.ts';
import { readWithin } from './read-within.ts';
import { randomId } from './request-id.ts';
import { S3Error } from './s3-error.ts';
import { sendError, sendReply } from './send.ts';

export type HandlerOptions = {
  store: Store;
  credentials: CredentialsStore;
  /** After so long without a byte of its body, a request is cut off. */
  idleTimeoutMs: number;
};

/** Answers every request to S3, each with an id of its own. */
export const createHandler =
  (options: HandlerOptions) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = randomId();
    response.setHeader('x-amz-request-id', requestId);
    response.setHeader('x-amz-id-2', requestId);
    try {
      const signed = parse(request);
      const address = parseAddress(signed.path, signed.headers['host']);
      const rules = options.store.buckets.find(address.bucket)?.config.cors ?? [];
      response.setHeaders(
        new Map(Object.entries(corsHeaders(rules, signed.method, signed.headers))),
      );
      const reply =
        signed.method === 'OPTIONS'
          ? preflight(rules, signed.headers)
          : await answer(options, { request, requestId, signed, address });
      await sendReply(response, reply);
    } catch (error) {
      const [resource = '/'] = (request.url ?? '/').split('?');
      sendError(response, error, { resource, requestId });
    } finally {
      // What is left of a refused body is read and dropped, so that its sender gets to see the answer.
      request.resume();
    }
  };

const parse = (request: IncomingMessage): SignedRequest => {
  try {
    return signedRequestOf(request);
  } catch (error) {
    throw error instanceof URIError ? new S3Error('InvalidURI') : error;
  }
};

type Task = {
  request: IncomingMessage;
  requestId: string;
  signed: SignedRequest;
  address: Address;
};

const answer = async (options: HandlerOptions, task: Task): Promise<Reply> => {
  const { store, credentials, idleTimeoutMs } = options;
  const { request, requestId, signed, address } = task;
  const origin = { sourceIp: request.socket.remoteAddress ?? '', requestId };
  const { 'content-type': contentType = '', host = '' } = signed.headers;
  if (isForm(signed, address)) {
    const bytes = readWithin(request, idleTimeoutMs);
    return postObject(store, {
      bucket: address.bucket,
      contentType,
      bytes,
      credentials,
      origin,
      host,
    });
  }
  const { verified, payloadHash } = await authenticate(signed, credentials);
  const query = singleValues(signed.query);
  const headers = { ...headersIn(query), ...signed.headers };
  return operationFor(signed.method, address, { query, headers })(store, {
    ...{ ...address, query, headers },
    origin: { ...origin, principal: verified.principal },
    openBody: () => {
      const source = readWithin(request, idleTimeoutMs);
      return openBody({ source, payloadHash, verified }, headers);
    },
  });
};

// A form carries its signature in its body.
const isForm = ({ method, headers }: SignedRequest, { key }: Address) =>
  method === 'POST' &&
  key === '' &&
  /^multipart\/form-data\b/iu.test(headers['content-type'] ?? '');

const singleValues = (query: SignedRequest['query']) =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => {
      if (typeof value === 'string') return [name, value];
      throw new S3Error('InvalidArgument', 'A query parameter may be given only once', {
        ArgumentName: name,
      });
    }),
  );

// Signers of URLs put headers into the query, where they mean the same.
const headersIn = (query: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(query)
      .filter(([name]) => /^x-amz-/iu.test(name))
      .map(([name, value]) => [name.toLowerCase(), headerValue(name, value)]),
  );
