import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  SNSEvent,
} from 'aws-lambda';
import { readEnv } from '@video-service/shared/env';
import { handleFailures } from './failures/handle-failures.ts';
import { handleRenderReady } from './results/handle-render-ready.ts';
import { handleWebhook } from './webhook/handle-webhook.ts';

const { FAILURE_TOPIC_ARN } = readEnv('FAILURE_TOPIC_ARN');

/**
 * One function, so that a single warm instance serves Messenger: the webhook, finished results and failed downloads.
 */
export const handler = async (
  event: APIGatewayProxyEventV2 | SNSEvent,
): Promise<APIGatewayProxyStructuredResultV2 | undefined> => {
  if (!('Records' in event)) return handleWebhook(event);
  const isFailure = event.Records.every(({ Sns }) => Sns.TopicArn === FAILURE_TOPIC_ARN);
  await (isFailure ? handleFailures(event) : handleRenderReady(event));
  return undefined;
};
