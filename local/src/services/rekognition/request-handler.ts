import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Label } from '@video-service/shared/metadata';
import { parseDetectLabels, type DetectLabelsRequest } from './detect-labels-request.ts';
import { RekognitionError } from './rekognition-error.ts';

const TARGET = 'RekognitionService.DetectLabels';

/** The labels of a picture, and the models that found them. */
export type Answer = { labels: Label[]; modelVersion: string };

/** Answers an authenticated request of the JSON 1.1 protocol. */
export const createRequestHandler =
  (detectLabels: (request: DetectLabelsRequest, isWanted: () => boolean) => Promise<Answer>) =>
  async ({ headers }: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> => {
    try {
      if (headers['x-amz-target'] !== TARGET)
        throw new RekognitionError('UnknownOperationException');
      const { labels, modelVersion } = await detectLabels(
        parseDetectLabels(body),
        () => !response.destroyed,
      );
      answer(response, 200, { Labels: labels, LabelModelVersion: modelVersion });
    } catch (error) {
      if (error instanceof RekognitionError) answer(response, 400, bodyOf(error));
      else {
        console.error(TARGET, error);
        answer(
          response,
          500,
          bodyOf({ code: 'InternalServerError', message: 'Internal server error' }),
        );
      }
    }
  };

const bodyOf = ({ code, message }: { code: string; message: string }) => ({
  __type: code,
  Code: code,
  Logref: randomUUID(),
  Message: message,
});

const answer = (response: ServerResponse, status: number, body: object) => {
  const json = JSON.stringify(body);
  response
    .writeHead(status, {
      'Content-Type': 'application/x-amz-json-1.1',
      'Content-Length': Buffer.byteLength(json),
      'x-amzn-RequestId': randomUUID(),
    })
    .end(json);
};
