import type { ErrorFamily } from '../auth/verify-request.ts';
import { DISK_FULL, isDiskFull } from '../state/disk-space.ts';
import { answerError } from './answer-error.ts';
import type { RequestHandler } from './api-service.ts';

const FAILURE = {
  statusCode: 500,
  code: 'InternalFailure',
  message: 'The request failed because of an unknown error.',
};

/** Receives errors that are not the client's. */
export type OnError = (what: string, error: unknown) => void;

/** Wraps a handler so that it never rejects: an internal error goes to `onError`, and the client gets a generic one. */
export const guard =
  (handle: RequestHandler, family: ErrorFamily, onError: OnError): RequestHandler =>
  async (request, response) => {
    try {
      await handle(request, response);
    } catch (error) {
      // A client that disconnects in the middle of its request is not an error.
      if (request.errored) return;
      // Without its query, which can contain a signature.
      onError(`${request.method} ${request.url?.split('?', 1)[0]}`, error);
      if (response.headersSent) response.destroy();
      else
        answerError(
          response,
          family,
          isDiskFull(error) ? { ...FAILURE, message: DISK_FULL } : FAILURE,
        );
    }
  };
