import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiCall, Caller, CredentialsStore } from '../auth/credentials.ts';
import { signedRequestOf } from '../auth/signed-request.ts';
import { verifyRequest, type AuthRefusal, type ErrorFamily } from '../auth/verify-request.ts';
import { readBody } from '../services/http-api/read-body.ts';
import { within } from '../services/http-api/within.ts';
import type { CallsOf } from '../services/iam/api-calls.ts';
import { answerError } from './answer-error.ts';

const BODY_TIMEOUT_MS = 30_000;

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A service whose requests are small enough to be read completely first. */
export type ApiService = {
  /** The name in the credential scope. */
  name: string;
  family: ErrorFamily;
  maxBodyBytes: number;
  /** The permissions that a request needs. */
  calls: CallsOf;
  /** The service's response to a caller without permission. */
  denial: (call: ApiCall) => Pick<AuthRefusal, 'statusCode' | 'code'>;
  handle: (
    request: IncomingMessage,
    response: ServerResponse,
    body: Buffer,
  ) => void | Promise<void>;
};

/** Passes only complete, signed requests with permission to the service; refuses others as AWS does. */
export const createApiHandler =
  (service: ApiService, credentials: CredentialsStore): RequestHandler =>
  async (request, response) => {
    const refuse = (refusal: AuthRefusal) => answerError(response, service.family, refusal);
    const read = async () => (await readBody(request, service.maxBodyBytes)) ?? TOO_LARGE;
    const body = (await within(BODY_TIMEOUT_MS, read)) ?? TOO_SLOW;
    if (!Buffer.isBuffer(body)) {
      refuse(body);
      return;
    }
    const { name, family } = service;
    const signed = { ...signedRequestOf(request), body };
    const verified = verifyRequest(signed, { service: name, credentials, family });
    const error =
      'error' in verified ? verified.error : denied(verified, service, { request, body });
    if (error) refuse(error);
    else await service.handle(request, response, body);
  };

const denied = (
  { refusal }: Caller,
  { calls, denial }: ApiService,
  { request, body }: { request: IncomingMessage; body: Buffer },
): AuthRefusal | undefined => {
  for (const call of calls(request, body)) {
    const message = refusal(call);
    if (message !== undefined) return { ...denial(call), message };
  }
  return undefined;
};

const TOO_SLOW = {
  statusCode: 408,
  code: 'RequestTimeout',
  message: 'The body did not arrive in time.',
};

const TOO_LARGE = {
  statusCode: 413,
  code: 'RequestEntityTooLargeException',
  message: 'The request is larger than this service takes.',
};
