import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from './testing/processes.ts';
import { serve } from './testing/serve.ts';
import { startTestLambda, type TestLambda } from './testing/test-lambda.ts';

let local: TestLambda;
let port: Awaited<ReturnType<typeof serve>>;
let client: LambdaClient;
beforeAll(async () => {
  local = startTestLambda();
  port = await serve(local.lambda.handle);
  client = new LambdaClient(port.client);
  local.deploy(`export const handler = async (event) => {
    if (event.bad) throw new Error('bad event');
    console.log('handled', event.id);
    return event;
  };`);
});
afterAll(async () => {
  client.destroy();
  port.close();
  await local.stop();
});

const invoke = async (input: Partial<ConstructorParameters<typeof InvokeCommand>[0]> = {}) => {
  const { $metadata, Payload, ...answer } = await client.send(
    new InvokeCommand({ FunctionName: 'job', ...input }),
  );
  const text = Payload ? Payload.transformToString() : '';
  return { status: $metadata.httpStatusCode, payload: text, ...answer };
};

describe('Invoke', () => {
  test('returns the result of the function', async () => {
    expect(await invoke({ Payload: '{"id":1}' })).toEqual({
      status: 200,
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      payload: '{"id":1}',
    });
  });

  test('returns the error of the function', async () => {
    const answer = await invoke({ Payload: '{"bad":true}' });

    expect(answer).toMatchObject({ status: 200, FunctionError: 'Unhandled' });
    expect(JSON.parse(answer.payload)).toMatchObject({ errorMessage: 'bad event' });
  });

  test.each([
    'job:$LATEST',
    '000000000000:function:job',
    'arn:aws:lambda:us-east-1:000000000000:function:job',
    'arn:aws:lambda:us-east-1:000000000000:function:job:$LATEST',
  ])('knows the function as %s', async (FunctionName) => {
    expect(await invoke({ FunctionName, Payload: '{"id":2}' })).toMatchObject({ status: 200 });
  });

  test('of type Event responds once the event is queued', async () => {
    const answer = await invoke({ InvocationType: 'Event', Payload: '{"id":"later"}' });

    expect(answer).toMatchObject({ status: 202, payload: '' });
    await until(() => local.log().includes('handled later'));
  });

  test('of type DryRun runs nothing', async () => {
    expect(await invoke({ InvocationType: 'DryRun' })).toMatchObject({ status: 204 });
  });

  test('without a payload passes an empty object to the function', async () => {
    expect(await invoke()).toMatchObject({ payload: '{}' });
  });

  test('refuses what Lambda refuses, with the same errors', async () => {
    await expect(invoke({ FunctionName: 'nothing' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(invoke({ Payload: '{' })).rejects.toMatchObject({
      name: 'InvalidRequestContentException',
      $metadata: { httpStatusCode: 400 },
    });
    const tooLarge = `"${'x'.repeat(1024 * 1024)}"`;
    await expect(invoke({ InvocationType: 'Event', Payload: tooLarge })).rejects.toMatchObject({
      name: 'RequestTooLargeException',
      $metadata: { httpStatusCode: 413 },
    });
  });
});
