import { setTimeout } from 'node:timers/promises';
import { withDeleteTable } from './delete-table.ts';
import { expireItems } from './expiry.ts';
import { createOperations } from './operations.ts';
import { createRequestHandler } from './request-handler.ts';
import { createRepair } from './repair.ts';
import { openStore } from './store.ts';
import type { TableConfig } from './table-description.ts';
import { createTables } from './tables.ts';

// AWS takes up to days, and a sweep reads every row.
const SWEEP_MS = 10 * 60_000;

export type DynamoDb = Awaited<ReturnType<typeof startDynamoDb>>;

export type DynamoDbOptions = { dir: string; now?: () => number; sweepMs?: number };

/** DynamoDB over the files in `dir`: acknowledged writes survive a crash, and indexes equal their tables. */
export const startDynamoDb = async ({
  dir,
  now = Date.now,
  sweepMs = SWEEP_MS,
}: DynamoDbOptions) => {
  const { store, crashed, flush, reopen, close } = await openStore(dir);
  const tables = createTables(store, now);
  if (crashed) await tables.mendIndexes();
  const use = createRepair(async () => {
    await reopen();
    // A write refused half-way may have left them behind.
    await tables.mendIndexes();
  });
  const operations = await createOperations(store, { flush, use });
  const removeTable = (name: string) => use(() => tables.remove(name));
  const stopping = new AbortController();
  const sweeping = repeat(sweepMs, stopping.signal, async () => {
    for (const table of await tables.list()) await expireItems(operations, table, now());
  });

  return {
    configureTable: (config: TableConfig) => use(() => tables.configure(config)),
    removeTable,
    handle: createRequestHandler(withDeleteTable(operations, removeTable)),

    stop: async () => {
      stopping.abort();
      await sweeping;
      await close();
    },
  };
};

const repeat = async (everyMs: number, signal: AbortSignal, work: () => Promise<void>) => {
  try {
    for (;;) {
      await setTimeout(everyMs, undefined, { signal });
      await work().catch((error: unknown) => console.error('Expired rows stay for now', error));
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};
