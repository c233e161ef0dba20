import type { RequestHandler } from '../aws-port/api-service.ts';
import { S3_MOUNT } from '../services/http-api/translate.ts';

/** S3 under a path of the page port; links are signed for the host that functions know. */
export const createS3Door =
  (handle: RequestHandler, awsUrl: () => string): RequestHandler =>
  (request, response) => {
    const rest = (request.url ?? '').slice(S3_MOUNT.length + 1);
    request.url = rest.startsWith('/') ? rest : `/${rest}`;
    request.headers.host = new URL(awsUrl()).host;
    return handle(request, response);
  };
