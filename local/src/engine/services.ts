import { open } from 'node:fs/promises';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { CredentialsStore } from '../auth/credentials.ts';
import { startDynamoDb } from '../services/dynamodb/dynamodb.ts';
import { startLambda, type LambdaOptions } from '../services/lambda/lambda.ts';
import type { Model } from '../services/rekognition/models/model.ts';
import { startRekognition } from '../services/rekognition/rekognition.ts';
import { startS3, type S3 } from '../services/s3/s3.ts';
import { startSchedule } from '../services/schedule/schedule.ts';
import { startSns, type Sns } from '../services/sns/sns.ts';
import { startSqs, type Sqs } from '../services/sqs/sqs.ts';
import { startClock } from '../state/clock.ts';

export type ServicesOptions = Pick<
  LambdaOptions,
  'awsEndpoint' | 'retryDelaysSeconds' | 'redeliverySeconds'
> & {
  db: DatabaseSync;
  stateDir: string;
  credentials: CredentialsStore;
  /** Whether everything is deployed: anything missing then will not come any more. */
  isUp: () => boolean;
  /** Called for what a topic delivers to a function or a queue, inside the transaction that queues it. */
  onDelivery?: (arn: string, event: string) => void;
  /** Receives errors that do not stop anything. */
  warn: (message: string) => void;
  /** The label detector to use instead of the built-in models. */
  labelsModel?: Model;
};

export type Services = Awaited<ReturnType<typeof startServices>>;

/** The services behind the AWS port, connected as on AWS; each is stopped with `running`. */
export const startServices = async (options: ServicesOptions, running: AsyncDisposableStack) => {
  const { db, stateDir, credentials } = options;
  const clock = startClock();
  const sqs = running.adopt(startSqs({ db, clock, onMessage: () => lambda.wake() }), stop);

  // A function can fail into a topic, and a topic delivers to functions.
  const publish = (...message: Parameters<Sns['publish']>) => void sns.publish(...message);
  const sendToQueue = (...message: Parameters<Sqs['send']>) => sqs.send(...message);
  const lambda = startLambda({ ...options, clock, publish, sendToQueue, queues: sqs });
  running.adopt(lambda, stop);
  const enqueue = (functionArn: string, event: string) => {
    if (options.isUp() && !lambda.has(functionArn)) return false;
    lambda.enqueue(functionArn, event);
    return true;
  };
  const invoke = (functionArn: string, event: string) => {
    const isQueued = enqueue(functionArn, event);
    if (isQueued) options.onDelivery?.(functionArn, event);
    return isQueued;
  };
  const deliverToQueue = (...message: Parameters<Sqs['send']>) => {
    const [queueArn, body] = message;
    const isSent = sqs.send(...message);
    options.onDelivery?.(queueArn, body);
    return isSent;
  };
  const sns = startSns({ db, invoke, sendToQueue: deliverToQueue });

  const schedule = running.adopt(startSchedule({ db, enqueue, sendToQueue }), stop);
  const s3 = startS3({
    db,
    dir: path.join(stateDir, 's3'),
    credentials,
    publish: (topicArn, message, subject) => publish(topicArn, message, { subject }),
  });
  running.adopt(s3, stop);
  const dynamoDb = await startDynamoDb({ dir: path.join(stateDir, 'dynamodb') });
  running.adopt(dynamoDb, stop);
  const { warn, labelsModel } = options;
  const rekognition = running.adopt(
    startRekognition({
      readObject: objectReader(s3),
      warn,
      ...(labelsModel && { models: [labelsModel] }),
    }),
    stop,
  );

  return { dynamoDb, lambda, rekognition, s3, schedule, sns, sqs };
};

/** Stops a service, as a disposable. */
export const stop = async (service: { stop: () => unknown }): Promise<void> => {
  await service.stop();
};

const objectReader =
  (s3: Pick<S3, 'objectFile'>) =>
  async (bucket: string, key: string, maxBytes: number): Promise<Buffer | undefined> => {
    const file = s3.objectFile(bucket, key);
    if (file === undefined) return undefined;
    await using handle = await open(file);
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(size, maxBytes)));
    return buffer.subarray(0, bytesRead);
  };
