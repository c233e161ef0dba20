import type { IncomingMessage } from 'node:http';
import type { CredentialsStore } from '../../../auth/credentials.ts';
import type { SignedRequest } from '../../../auth/signed-request.ts';
import { openBody } from '../body/body.ts';
import { postObject } from '../objects/post-object.ts';
import type { Store } from '../store.ts';
import type { Address } from './address.ts';
import { authenticate } from './authenticate.ts';
import { asSeenBy, authorize, callsOf } from './authorize.ts';
import type { Reply } from './call.ts';
import { headerValue } from './header-value.ts';
import { operationFor } from './operations.ts';
import { readWithin } from './read-within.ts';
import { refuseIgnored } from './refuse-ignored.ts';
import { S3Error } from './s3-error.ts';

export type AnswerOptions = {
  store: Store;
  credentials: CredentialsStore;
  /** After this long without a byte of its body, a request is disconnected. */
  idleTimeoutMs: number;
};

/** A parsed request with its body unread. */
export type Question = {
  request: IncomingMessage;
  requestId: string;
  signed: SignedRequest;
  address: Address;
};

/** Authenticates a request and runs the operation it names. */
export const answer = (options: AnswerOptions, question: Question): Promise<Reply> =>
  isForm(question) ? answerForm(options, question) : answerSigned(options, question);

// A form carries its signature in its body.
const isForm = ({ signed: { method, headers }, address: { key } }: Question) =>
  method === 'POST' &&
  key === '' &&
  /^multipart\/form-data\b/iu.test(headers['content-type'] ?? '');

const answerForm = (options: AnswerOptions, { request, requestId, signed, address }: Question) => {
  const { 'content-type': contentType = '', host = '' } = signed.headers;
  return postObject(options.store, {
    bucket: address.bucket,
    host,
    form: {
      bytes: readWithin(request, options.idleTimeoutMs),
      contentType,
      fieldsTimeoutMs: options.idleTimeoutMs,
    },
    credentials: options.credentials,
    origin: { sourceIp: sourceIpOf(request), requestId },
  });
};

const answerSigned = async (options: AnswerOptions, question: Question): Promise<Reply> => {
  const { request, requestId, signed, address } = question;
  const { verified, payloadHash } = authenticate(signed, options.credentials);
  const query = singleValues(signed.query);
  const headers = { ...headersIn(query), ...signed.headers };
  const { run, action } = operationFor(signed.method, address, { query, headers });
  authorize(verified, callsOf(action, address, headers));
  refuseIgnored(headers);
  const call = {
    ...{ ...address, query, headers },
    origin: { principal: verified.principal, sourceIp: sourceIpOf(request), requestId },
    openBody: () => {
      const source = readWithin(request, options.idleTimeoutMs);
      return openBody({ source, payloadHash, verified }, headers);
    },
  };
  try {
    return await run(options.store, call);
  } catch (error) {
    throw asSeenBy(verified, address, error);
  }
};

const sourceIpOf = (request: IncomingMessage) => request.socket.remoteAddress ?? '';

const singleValues = (query: SignedRequest['query']) =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => {
      if (typeof value === 'string') return [name, value];
      throw new S3Error('InvalidArgument', 'A query parameter may be given only once', {
        ArgumentName: name,
      });
    }),
  );

// Signers of URLs put headers into the query, where they mean the same. Checksums are an exception, which S3 reads only
// from headers: the JavaScript SDK signs that of an empty body into every URL.
// https://github.com/localstack/localstack/issues/12169
const headersIn = (query: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(query)
      .filter(([name]) => /^x-amz-(?!checksum-|sdk-checksum-)/iu.test(name))
      .map(([name, value]) => [name.toLowerCase(), headerValue(name, value)]),
  );
