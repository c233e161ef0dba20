import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { crc32 } from 'node:zlib';
import { startDynamoDbFixture } from './testing/dynamodb-fixture.ts';
import { SESSIONS_TABLE } from './testing/sessions-table.ts';

let fixture: Awaited<ReturnType<typeof startDynamoDbFixture>>;
beforeAll(async () => {
  fixture = await startDynamoDbFixture();
  await fixture.configureTable(SESSIONS_TABLE);
});
afterAll(() => fixture.stop());

const post = async (operation: string, body: string) => {
  const response = await fetch(fixture.endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': `DynamoDB_20120810.${operation}` },
    body,
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

test('a response is JSON with its checksum', async () => {
  const { status, headers, text } = await post('ListTables', '{}');

  expect([status, text]).toEqual([200, '{"TableNames":["sessions"]}']);
  expect(headers.get('content-type')).toBe('application/x-amz-json-1.0');
  expect(headers.get('x-amz-crc32')).toBe(String(crc32(text)));
});

test.each([
  ['ListTables', ''],
  ['ListTables', '{"Limit":'],
  ['ListTables', 'null'],
  ['GetItem', '{"TableName":"sessions","Key":{"id":null}}'],
  ['BatchWriteItem', '{"RequestItems":{"sessions":[null]}}'],
])('%s of %j is malformed', async (operation, body) => {
  const { status, text } = await post(operation, body);

  expect([status, text]).toEqual([
    400,
    '{"__type":"com.amazon.coral.service#SerializationException"}',
  ]);
});

test.each(['CreateTable', 'TransactWriteItems', 'constructor', ''])(
  'the operation "%s" is unknown',
  async (operation) => {
    const { status, text } = await post(operation, '{}');

    expect([status, text]).toEqual([
      400,
      '{"__type":"com.amazon.coral.service#UnknownOperationException"}',
    ]);
  },
);
