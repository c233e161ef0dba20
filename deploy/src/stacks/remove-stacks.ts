import type { BucketStore } from './bucket-store.ts';
import { commandFor, nameOf, whyNotRemovable } from './check-stacks.ts';
import { type Arguments, type Stack, STACKS } from '../read-arguments.ts';
import type { Outcome } from './run-framework.ts';
import type { StackStore } from './stack-store.ts';
import type { TableStore } from './table-store.ts';

export type RemovePorts = {
  stacks: StackStore;
  buckets: Pick<BucketStore, 'empty' | 'isEmpty'>;
  tables: Pick<TableStore, 'isEmpty' | 'remove'>;
  /** Undefined without a terminal. */
  confirm: ((question: string) => Promise<boolean>) | undefined;
  run: (stack: Stack) => Promise<Outcome>;
  /** Aborts on Ctrl-C, and also stops `run`. */
  signal: AbortSignal;
  say: (line: string) => void;
};

/**
 * Removes the stacks in reverse order, and the tables they leave behind. Nothing is deleted, and no stack removed,
 * without confirmation.
 */
export const removeStacks = async (asked: Arguments, ports: RemovePorts): Promise<void> => {
  const there = await findRemovable(asked, ports);
  const full = await findFull(asked, there, ports);
  if (full.length > 0) await askToDelete(full, asked, ports);
  // Objects that have arrived since in an empty bucket were not confirmed.
  const mayGo = (name: string) => asked.yes || full.includes(name);
  for (const [index, stack] of there.entries()) {
    const name = nameOf(stack, asked);
    for (const bucket of (await ports.stacks.bucketsOf(name)).filter(mayGo)) {
      if (ports.signal.aborted) break;
      ports.say(`Emptying ${bucket}`);
      await ports.buckets.empty(bucket, ports.signal);
    }
    // A removed stack no longer lists them.
    const tables = await ports.stacks.tablesOf(name);
    const outcome = await ports.run(stack);
    if (outcome !== 'done')
      throw notRemoved(outcome, there.slice(0, index), there.slice(index), asked);
    for (const table of tables) {
      if (mayGo(table) || (await ports.tables.isEmpty(table))) await ports.tables.remove(table);
    }
  }
};

const findRemovable = async (asked: Arguments, { stacks, say }: RemovePorts): Promise<Stack[]> => {
  const found = await stacks.find(STACKS.map((stack) => nameOf(stack, asked)));
  const isThere = (stack: Stack) => found.some(({ name }) => name === nameOf(stack, asked));
  const reason = found
    .filter(({ name }) => asked.only.some((stack) => name === nameOf(stack, asked)))
    .map(whyNotRemovable)
    .find((why) => why !== undefined);
  if (reason !== undefined) throw new Error(reason);
  const importing = STACKS.filter((stack) => isThere(stack) && !asked.only.includes(stack));
  if (asked.only.includes('video') && isThere('video') && importing.length > 0) {
    throw new Error(
      `video-service is in use by ${importing.join(', ')}. Remove them first: ${commandFor(asked, importing, true)}`,
    );
  }
  for (const stack of asked.only.filter((stack) => !isThere(stack))) {
    say(`${nameOf(stack, asked)} does not exist.`);
  }
  return asked.only.filter(isThere).reverse();
};

const findFull = async (asked: Arguments, there: Stack[], ports: RemovePorts) => {
  const full: string[] = [];
  for (const name of there.map((stack) => nameOf(stack, asked))) {
    for (const bucket of await ports.stacks.bucketsOf(name))
      if (!(await ports.buckets.isEmpty(bucket))) full.push(bucket);
    for (const table of await ports.stacks.tablesOf(name))
      if (!(await ports.tables.isEmpty(table))) full.push(table);
  }
  return full;
};

const askToDelete = async (full: string[], { yes }: Arguments, { confirm }: RemovePorts) => {
  if (yes) return;
  const what = `everything in ${full.join(' and ')}`;
  if (!confirm) {
    throw new Error(
      `Nothing is removed: this deletes ${what}, and there is no terminal to ask for confirmation. Use --yes to confirm.`,
    );
  }
  if (!(await confirm(`Delete ${what}? [y/N] `))) throw new Error('Nothing is removed.');
};

const notRemoved = (outcome: Outcome, done: Stack[], left: Stack[], asked: Arguments) =>
  new Error(
    [
      outcome === 'stopped'
        ? 'Stopped. AWS finishes what it has started.'
        : `${nameOf(left[0] ?? '', asked)} is not removed; the error is shown above.`,
      `Removed: ${done.join(', ') || 'none'}.`,
      `Continue with: ${commandFor(asked, left, true)}`,
    ].join('\n'),
  );
