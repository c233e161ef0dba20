import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  SNSEvent,
} from 'aws-lambda';
import { readEnv } from '@video-service/shared/env';
import { handleFailures } from './handle-failures.ts';
import { handleRenderReady } from './handle-render-ready.ts';
import { handleWebhook } from './handle-webhook.ts';

const { FAILURE_TOPIC_ARN } = readEnv('FAILURE_TOPIC_ARN');

/** Messenger's one function: the webhook's two requests, Render Ready, and downloads that were given up. */
export const handler = async (
  event: APIGatewayProxyEventV2 | SNSEvent,
): Promise<APIGatewayProxyStructuredResultV2 | undefined> => {
  if (!('Records' in event)) return handleWebhook(event);
  const isFailure = event.Records.every(({ Sns }) => Sns.TopicArn === FAILURE_TOPIC_ARN);
  await (isFailure ? handleFailures(event) : handleRenderReady(event));
  return undefined;
};
