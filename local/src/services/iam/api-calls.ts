import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import { arnOf } from '../../engine/account.ts';
import type { ApiCall } from '../../auth/credentials.ts';
import { functionArn, functionNameIn } from '../lambda/function-config.ts';

type Request = Pick<IncomingMessage, 'headers' | 'method' | 'url'>;

/** The IAM actions of a request; on all resources if it does not name any. */
export type CallsOf = (request: Request, body: Buffer) => ApiCall[];

const ANYTHING = '*';

const TableRequest = v.object({
  TableName: v.optional(v.string()),
  IndexName: v.optional(v.string()),
  RequestItems: v.optional(v.record(v.string(), v.unknown())),
});

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
export const dynamoDbCalls: CallsOf = ({ headers }, body) => {
  const action = `dynamodb:${operationIn(headers)}`;
  const { TableName, IndexName, RequestItems } = parse(TableRequest, body);
  const tables = TableName === undefined ? Object.keys(RequestItems ?? {}) : [TableName];
  const resources = tables.map((table) =>
    arnOf('dynamodb', `table/${table}${IndexName === undefined ? '' : `/index/${IndexName}`}`),
  );
  return about(resources, action);
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
export const snsCalls: CallsOf = (_request, body) => {
  const form = new URLSearchParams(body.toString());
  const action = `sns:${withoutBatch(form.get('Action') ?? '')}`;
  const topic = form.get('TopicArn') ?? form.get('TargetArn') ?? form.get('SubscriptionArn');
  return about(topic === null ? [] : [topic], action);
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html */
export const cloudFormationCalls: CallsOf = (_request, body) =>
  about([], `cloudformation:${new URLSearchParams(body.toString()).get('Action') ?? ''}`);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html */
export const ecrCalls: CallsOf = ({ headers }) => about([], `ecr:${operationIn(headers)}`);

const QueueRequest = v.object({
  QueueUrl: v.optional(v.string()),
  QueueName: v.optional(v.string()),
});

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
export const sqsCalls: CallsOf = ({ headers }, body) => {
  const { QueueUrl, QueueName } = parse(QueueRequest, body);
  const name = QueueName ?? QueueUrl?.split('/').at(-1);
  const action = `sqs:${withoutBatch(operationIn(headers))}`;
  return about(name === undefined ? [] : [arnOf('sqs', name)], action);
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
export const lambdaCalls: CallsOf = ({ method, url = '' }) => {
  const reference = /\/functions\/([^/?]+)/u.exec(url)?.[1] ?? '';
  const name = functionNameIn(reference.replace(/%3A/giu, ':').replace(/%24/gu, '$'));
  const get = /\/configuration(?:\?|$)/u.test(url) ? 'GetFunctionConfiguration' : 'GetFunction';
  const action = `lambda:${method === 'GET' ? get : 'InvokeFunction'}`;
  return about(name === undefined ? [] : [functionArn(name)], action);
};

const ImageRequest = v.object({
  Image: v.object({ S3Object: v.object({ Bucket: v.string(), Name: v.string() }) }),
});

/** Rekognition reads a picture from its bucket with its caller's permissions. */
export const rekognitionCalls: CallsOf = ({ headers }, body) => {
  const call = { action: `rekognition:${operationIn(headers)}`, resource: ANYTHING };
  const image = v.safeParse(ImageRequest, jsonIn(body));
  if (!image.success) return [call];
  const { Bucket, Name } = image.output.Image.S3Object;
  return [call, { action: 's3:GetObject', resource: `arn:aws:s3:::${Bucket}/${Name}` }];
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html */
export const connectionCalls: CallsOf = ({ method, url = '' }) => {
  const [, api, stage, id] = /([^/]+)\/([^/]+)\/(?:@|%40)connections\/([^/?]+)/iu.exec(url) ?? [];
  const resource = arnOf('execute-api', `${api}/${stage}/${method}/@connections/${id}`);
  return about(id === undefined ? [] : [resource], 'execute-api:ManageConnections');
};

const about = (resources: string[], action: string): ApiCall[] =>
  (resources.length > 0 ? resources : [ANYTHING]).map((resource) => ({ action, resource }));

const operationIn = (headers: IncomingMessage['headers']) =>
  String(headers['x-amz-target'] ?? '').split('.')[1] ?? '';

const withoutBatch = (operation: string) => operation.replace(/Batch$/u, '');

const parse = <Schema extends v.GenericSchema<object>>(schema: Schema, body: Buffer) => {
  const result = v.safeParse(schema, jsonIn(body));
  return result.success ? result.output : ({} as Partial<v.InferOutput<Schema>>);
};

const jsonIn = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString()) as unknown;
  } catch {
    return undefined;
  }
};
