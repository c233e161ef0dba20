import type { HttpAnswer } from './http.ts';
import { jsonAnswer } from './http.ts';
import type { Service } from './aws.ts';
import type { Failures } from './unreliable.ts';

const THROTTLED: Record<Service, string> = {
  dynamodb: 'ThrottlingException',
  s3: 'SlowDown',
  sns: 'Throttled',
  sqs: 'ThrottlingException',
  rekognition: 'ThrottlingException',
  lambda: 'TooManyRequestsException',
  socket: 'ThrottlingException',
};

/** How an AWS service fails, in its own words. */
export const awsFailures = (service: Service): Failures<HttpAnswer> => ({
  failing: (kind) => {
    if (kind === 'throttled')
      return refusal(service, service === 's3' ? 503 : 400, THROTTLED[service]);
    return refusal(
      service,
      kind === 'down' ? 503 : 500,
      service === 's3' ? 'InternalError' : 'InternalServerError',
    );
  },

  lost: () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }),
});

const refusal = (service: Service, status: number, code: string): HttpAnswer => {
  if (service === 's3')
    return xml(status, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
  if (service === 'sns')
    return xml(
      status,
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${code}</Message></Error></ErrorResponse>`,
    );
  return jsonAnswer(status, { __type: code, message: code });
};

const xml = (status: number, body: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body,
});
