import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CredentialsStore } from '../../auth/credentials.ts';
import { type SignedRequest, signedRequestOf } from '../../auth/signed-request.ts';
import { openBody } from '../body/body.ts';
import { randomId } from '../buckets/notifications.ts';
import type { Store } from '../store.ts';
import { parseAddress } from './address.ts';
import { authenticate } from './authenticate.ts';
import { type Reply, sourceIpOf } from './call.ts';
import { operationFor } from './operations.ts';
import { S3Error } from './s3-error.ts';
import { sendError, sendReply } from './send.ts';

/** Answers every request to S3, each with an id of its own. */
export const createHandler =
  (store: Store, credentials: CredentialsStore) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = randomId();
    response.setHeader('x-amz-request-id', requestId);
    response.setHeader('x-amz-id-2', requestId);
    try {
      await sendReply(response, await answer({ store, credentials, request, requestId }));
    } catch (error) {
      const [resource = '/'] = (request.url ?? '/').split('?');
      sendError(response, error, { resource, requestId });
    } finally {
      // What is left of a refused body is read and dropped, so that its sender gets to see the answer.
      request.resume();
    }
  };

type Task = {
  store: Store;
  credentials: CredentialsStore;
  request: IncomingMessage;
  requestId: string;
};

const answer = async ({ store, credentials, request, requestId }: Task): Promise<Reply> => {
  const signed = parse(request);
  const address = parseAddress(signed.path, signed.headers['host']);
  const { verified, payloadHash } = await authenticate(signed, credentials);
  const query = singleValues(signed.query);
  const operation = operationFor(signed.method, address, query);
  const headers = { ...headersIn(query), ...signed.headers };
  return operation(store, {
    ...address,
    query,
    headers,
    origin: { principal: verified.principal, sourceIp: sourceIpOf(request), requestId },
    openBody: () => openBody(request, headers, { payloadHash, verified }),
  });
};

const parse = (request: IncomingMessage): SignedRequest => {
  try {
    return signedRequestOf(request);
  } catch (error) {
    if (error instanceof URIError) throw new S3Error('InvalidURI');
    throw error;
  }
};

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
      .map(([name, value]) => [name.toLowerCase(), value]),
  );
