import { execFileSync } from 'node:child_process';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { startDynamoDbFixture } from './dynamodb-fixture.ts';
import { SESSIONS_TABLE } from './sessions-table.ts';

// Writes before, while and after its disk is full, prints the acknowledged writes, and crashes.
const [, , dir = ''] = process.argv;
const { db, configureTable } = await startDynamoDbFixture({ dir });
await configureTable(SESSIONS_TABLE);
const { TableName } = SESSIONS_TABLE;

// No file can grow: the effect of a full disk on LevelDB, without a separate disk.
const limitFiles = (bytes: number | 'unlimited') =>
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`]);

const put = async (id: string) => {
  await db.send(new PutCommand({ TableName, Item: { id, open: 'a', text: 'x'.repeat(3000) } }));
  console.log(id);
};
const ids = (name: string) => Array.from({ length: 20 }, (_, n) => `${name}-${n}`);

for (const id of ids('before')) await put(id);
limitFiles(20_000);
await Promise.allSettled(ids('refused').slice(0, 3).map(put));
limitFiles('unlimited');
for (const id of ids('after')) await put(id);
await Promise.all(ids('together').map(put));
process.kill(process.pid, 'SIGKILL');
