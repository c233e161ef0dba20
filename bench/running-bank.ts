import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BankProcess, startBank } from '../local/src/testing/bank-process.ts';

export type RunningBank = BankProcess & { stateDir: string };

/** Runs `npm start` on a fresh state for as long as `use` takes. */
export const withBank = async <Result>(
  use: (bank: RunningBank) => Promise<Result>,
): Promise<Result> => {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'bench-bank-'));
  const bank = await startBank(directory.path, '--no-sample');
  try {
    return await use({ ...bank, stateDir: directory.path });
  } finally {
    await bank.stop('SIGTERM');
  }
};
