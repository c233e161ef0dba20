import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import * as v from 'valibot';
import { bankClient } from '../../local/src/testing/bank-client.ts';
import { createDb, type Db } from '../../shared/src/dynamodb/client.ts';
import { median } from '../cpu-seconds.ts';
import { dropBurst } from '../pipeline/drop-burst.ts';
import { formatRow } from '../report/outcome.ts';
import { type RunningBank, withBank } from '../running-bank.ts';

const ROUNDS = 7;
const SESSIONS = 10_000;
const LARGE_SESSIONS = 100_000;
const BATCH = 25;
const WRITES_AT_ONCE = 16;
// On a machine with other load, two identical rounds differ by as much.
const MAX_GROWTH = 1.15;
const TABLES = ['video-service-local-sessions', 'video-service-local-labels'];

const Row = v.looseObject({ id: v.string() });
type Row = v.InferOutput<typeof Row>;

/** From upload to ready in an empty bank and beside many finished sessions. True if it takes the same time. */
export const growBySessions = (clip: string, isLarge: boolean): Promise<boolean> =>
  withBank(async (bank) => {
    console.log(`finished sessions, drop to ready, medians of ${ROUNDS}`);
    await dropBurst(bank, [clip]);
    const empty = await measure(bank, clip);
    console.log(formatRow('  none', cellsOf(empty)));
    const count = isLarge ? LARGE_SESSIONS : SESSIONS;
    await fill(bank, count);
    const full = await measure(bank, clip);
    const isMet = full.cpuSeconds <= MAX_GROWTH * empty.cpuSeconds;
    const goal = { text: `CPU ${MAX_GROWTH} times as much`, isMet };
    console.log(formatRow(`  ${count.toLocaleString('en')}`, cellsOf(full), goal));
    return isMet;
  });

type Typical = { wallSeconds: number; cpuSeconds: number };

const measure = async (bank: RunningBank, clip: string): Promise<Typical> => {
  const rounds: Typical[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await dropBurst(bank, [clip]));
  return {
    wallSeconds: median(rounds.map(({ wallSeconds }) => wallSeconds)),
    cpuSeconds: median(rounds.map(({ cpuSeconds }) => cpuSeconds)),
  };
};

const cellsOf = ({ wallSeconds, cpuSeconds }: Typical) => [
  `${wallSeconds.toFixed(2)} s`,
  `CPU ${cpuSeconds.toFixed(2)} s`,
];

// Each is a copy, under its own id, of a session that the bank itself has finished.
const fill = async ({ awsUrl }: RunningBank, count: number) => {
  const db = createDb(new DynamoDBClient(bankClient(awsUrl).settings));
  for (const table of TABLES) {
    const rows = await rowsOfOne(db, table);
    const copies = Array.from({ length: count }, (_, number) => number);
    const chunk = Math.max(1, Math.floor(BATCH / rows.length));
    const chunks = Array.from({ length: Math.ceil(count / chunk) }, (_, index) =>
      copies.slice(index * chunk, (index + 1) * chunk),
    );
    await pMap(
      chunks,
      (numbers) =>
        write(
          db,
          table,
          numbers.flatMap(() => copyOf(rows)),
        ),
      {
        concurrency: WRITES_AT_ONCE,
      },
    );
  }
};

const rowsOfOne = async (db: Db, table: string): Promise<Row[]> => {
  const { Items = [] } = await db.send(new ScanCommand({ TableName: table }));
  const rows = v.parse(v.array(Row), Items);
  return rows.filter(({ id }) => id === rows[0]?.id);
};

const copyOf = (rows: Row[]): Row[] => {
  const id = randomUUID();
  return rows.map((row) => ({ ...row, id }));
};

const write = (db: Db, table: string, rows: Row[]) =>
  db.send(
    new BatchWriteCommand({
      RequestItems: { [table]: rows.map((Item) => ({ PutRequest: { Item } })) },
    }),
  );
