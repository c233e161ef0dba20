import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { serve } from '../lambda/testing/serve.ts';
import { INBOX } from './testing/inbox.ts';
import { startTestSqs, type TestSqs } from './testing/test-sqs.ts';

let local: TestSqs;
beforeEach(async () => {
  local = await startTestSqs();
});
afterEach(() => local.stop());

describe('a receiver', () => {
  test('gets at most as many messages as it requests, oldest first', async () => {
    for (const body of ['a', 'b', 'c']) await local.send(body);

    expect(await local.bodies({ MaxNumberOfMessages: 2 })).toEqual(['a', 'b']);
    expect(await local.bodies({ MaxNumberOfMessages: 2 })).toEqual(['c']);
  });

  test('that waits gets a message as soon as it is sent', async () => {
    const startedAt = performance.now();
    const waiting = local.bodies({ WaitTimeSeconds: 20 });

    setTimeout(() => local.sqs.send(INBOX.arn, 'hello'), 200);

    expect(await waiting).toEqual(['hello']);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  test('that has disconnected takes no message', async () => {
    const closed = Promise.withResolvers<undefined>();
    const watched = await serve((request, response, body) => {
      response.once('close', () => closed.resolve(undefined));
      return local.sqs.handle(request, response, body);
    });
    const impatient = new SQSClient(watched.client);
    const abort = new AbortController();
    const waiting = impatient.send(
      new ReceiveMessageCommand({ QueueUrl: local.QueueUrl, WaitTimeSeconds: 20 }),
      {
        abortSignal: abort.signal,
      },
    );
    setTimeout(() => abort.abort(), 300);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await closed.promise;

    local.sqs.send(INBOX.arn, 'hello');

    expect(await local.bodies({ WaitTimeSeconds: 20 })).toEqual(['hello']);
    impatient.destroy();
    watched.close();
  });

  test('that waits gets a response when the engine stops', async () => {
    const waiting = local.bodies({ WaitTimeSeconds: 20 });
    setTimeout(() => local.sqs.stop(), 100);

    expect(await waiting).toEqual([]);
  });
});
