import type { DynamoDb } from './dynamodb/dynamodb.ts';
import { type HttpAnswer, type HttpQuestion, jsonAnswer } from './http.ts';
import type { Rekognition } from './rekognition.ts';
import { addressOf } from './s3/s3.ts';
import type { Sockets } from './sockets.ts';
import type { SqsApi } from './messaging/sqs-api.ts';

/** A request: the service, its name in the trace, and its effect. */
export type Call = { service: Service; what: string; run: () => HttpAnswer };
export type Service = 'dynamodb' | 's3' | 'sns' | 'sqs' | 'rekognition' | 'lambda' | 'socket';

export type Services = {
  dynamodb: DynamoDb;
  s3: { answer: (question: HttpQuestion) => HttpAnswer };
  publish: (topicArn: string, message: string) => string;
  sqs: SqsApi;
  rekognition: Rekognition;
  sockets: Sockets;
  /** Puts an event into a function's queue, as `npm run redrive` does. */
  invokeLater: (functionName: string, event: unknown) => void;
};

/** Parses a request of an AWS client. */
export const callOf = (question: HttpQuestion, services: Services): Call => {
  const { hostname } = question;
  const [first = ''] = hostname.split('.');
  if (first === 'dynamodb') return dynamoDbCall(question, services);
  if (first === 'sns') return snsCall(question, services);
  if (first === 'sqs') return sqsCall(question, services);
  if (first === 'rekognition') return rekognitionCall(question, services);
  if (first === 'lambda') return lambdaCall(question, services);
  if (first === 'socket') return socketCall(question, services);
  if (hostname.includes('s3')) return s3Call(question, services);
  throw new Error(`Nobody answers for ${hostname}`);
};

const operationOf = ({ headers }: HttpQuestion) =>
  (headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';

const jsonOf = ({ body }: HttpQuestion): unknown => JSON.parse(body.toString());

const dynamoDbCall = (question: HttpQuestion, { dynamodb }: Services): Call => {
  const operation = operationOf(question);
  const text = question.body.toString();
  const input = JSON.parse(text) as { TableName?: string; Key?: object; Item?: object };
  const shown = input.Key ?? input.Item;
  return {
    service: 'dynamodb',
    what: `${operation} ${input.TableName ?? ''} ${shortened(JSON.stringify(shown ?? {}))}`,
    run: () => {
      const { status, body } = dynamodb.answer(operation, JSON.parse(text));
      return jsonAnswer(status, body);
    },
  };
};

const s3Call = (question: HttpQuestion, { s3 }: Services): Call => {
  const { bucket, key } = addressOf(question);
  const conditions = ['if-match', 'if-none-match', 'range'].flatMap((name) =>
    question.headers[name] === undefined ? [] : [`${name} ${question.headers[name]}`],
  );
  return {
    service: 's3',
    what: `${question.method} ${bucket}/${key} ${conditions.join(', ')}`.trimEnd(),
    run: () => s3.answer(question),
  };
};

const snsCall = ({ body }: HttpQuestion, { publish }: Services): Call => {
  const form = new URLSearchParams(body.toString());
  const [topicArn, message] = [form.get('TopicArn') ?? '', form.get('Message') ?? ''];
  return {
    service: 'sns',
    what: `Publish ${topicArn.split(':').at(-1) ?? ''} ${shortened(message)}`,
    run: () => ({
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body: `<PublishResponse><PublishResult><MessageId>${publish(topicArn, message)}</MessageId></PublishResult></PublishResponse>`,
    }),
  };
};

const sqsCall = (question: HttpQuestion, { sqs }: Services): Call => {
  const operation = operationOf(question);
  const input = jsonOf(question);
  return {
    service: 'sqs',
    what: `${operation} ${shortened(JSON.stringify(input))}`,
    run: () => jsonAnswer(200, sqs.answer(operation, input)),
  };
};

const rekognitionCall = (question: HttpQuestion, { rekognition }: Services): Call => {
  const { Image } = jsonOf(question) as { Image: { S3Object: { Bucket: string; Name: string } } };
  const { Bucket, Name } = Image.S3Object;
  return {
    service: 'rekognition',
    what: `DetectLabels ${Name}`,
    run: () => rekognition.detectLabels(Bucket, Name),
  };
};

const lambdaCall = (question: HttpQuestion, { invokeLater }: Services): Call => {
  const [, name = ''] = /functions\/([^/]+)\//u.exec(decodeURIComponent(question.path)) ?? [];
  return {
    service: 'lambda',
    what: `Invoke ${name}`,
    run: () => {
      invokeLater(name.split(':')[6] ?? name, jsonOf(question));
      return { status: 202 };
    },
  };
};

const socketCall = ({ method, path, body }: HttpQuestion, { sockets }: Services): Call => {
  const connection = decodeURIComponent(path.split('/').at(-1) ?? '');
  return {
    service: 'socket',
    what: `${method} ${connection} ${shortened(body.toString())}`.trimEnd(),
    run: () => (method === 'DELETE' ? sockets.close(connection) : sockets.post(connection, body)),
  };
};

const SHOWN = 160;
const shortened = (text: string) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
