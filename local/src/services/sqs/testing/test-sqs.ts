import {
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  type ReceiveMessageCommandInput,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { serve } from '../../lambda/testing/serve.ts';
import { createTestClock } from '../../../state/testing/test-clock.ts';
import { openDatabase } from '../../../state/database.ts';
import { startSqs } from '../sqs.ts';
import { INBOX } from './inbox.ts';

export type TestSqs = Awaited<ReturnType<typeof startTestSqs>>;

/** SQS with one queue, and an SDK client for it; stop it after the test. */
export const startTestSqs = async () => {
  const db = openDatabase(':memory:');
  const clock = createTestClock();
  const sqs = startSqs({ db, clock });
  const port = await serve(sqs.handle);
  const client = new SQSClient(port.client);
  const QueueUrl = `${port.client.endpoint}/000000000000/inbox`;
  sqs.configureQueue(INBOX);

  const receive = async (input: Partial<ReceiveMessageCommandInput> = {}) => {
    const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...input });
    return (await client.send(command)).Messages ?? [];
  };

  return {
    db,
    clock,
    sqs,
    client,
    port,
    QueueUrl,
    receive,
    send: (MessageBody: string, input: Partial<SendMessageCommandInput> = {}) =>
      client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...input })),
    bodies: async (input: Partial<ReceiveMessageCommandInput> = {}) =>
      (await receive(input)).map(({ Body }) => Body),

    letPass: (seconds: number) => clock.advance(seconds * 1000),

    stop() {
      sqs.stop();
      client.destroy();
      port.close();
      db.close();
    },
  };
};
