import type { BucketStore } from './bucket-store.ts';
import { commandFor, nameOf, whyNotRemovable } from './check-stacks.ts';
import { type Arguments, type Stack, STACKS } from './read-arguments.ts';
import type { Outcome } from './run-framework.ts';
import type { StackStore } from './stack-store.ts';

export type RemovePorts = {
  stacks: StackStore;
  buckets: Pick<BucketStore, 'empty' | 'isEmpty'>;
  /** Undefined where there is nobody to ask. */
  confirm: ((question: string) => Promise<boolean>) | undefined;
  run: (stack: Stack) => Promise<Outcome>;
  /** Comes with Ctrl-C, and ends what `run` does, too. */
  signal: AbortSignal;
  say: (line: string) => void;
};

/** Removes the stacks, the last one first; no object is deleted without leave, and no stack before that leave. */
export const removeStacks = async (asked: Arguments, ports: RemovePorts): Promise<void> => {
  const there = await findRemovable(asked, ports);
  const full = await fullBuckets(asked, there, ports);
  if (full.length > 0) await askToEmpty(full, asked, ports);
  for (const [index, stack] of there.entries()) {
    for (const bucket of await ports.stacks.bucketsOf(nameOf(stack, asked))) {
      // What has come since into one that was empty is nobody's to delete.
      if (!asked.yes && !full.includes(bucket)) continue;
      if (ports.signal.aborted) break;
      ports.say(`Emptying ${bucket}`);
      await ports.buckets.empty(bucket, ports.signal);
    }
    const outcome = await ports.run(stack);
    if (outcome !== 'done')
      throw notRemoved(outcome, there.slice(0, index), there.slice(index), asked);
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
    say(`${nameOf(stack, asked)} is not there.`);
  }
  return asked.only.filter(isThere).reverse();
};

const fullBuckets = async (asked: Arguments, there: Stack[], ports: RemovePorts) => {
  const full: string[] = [];
  for (const stack of there) {
    for (const bucket of await ports.stacks.bucketsOf(nameOf(stack, asked))) {
      if (!(await ports.buckets.isEmpty(bucket))) full.push(bucket);
    }
  }
  return full;
};

const askToEmpty = async (full: string[], { yes }: Arguments, { confirm }: RemovePorts) => {
  if (yes) return;
  const what = `all that is in ${full.join(' and ')}`;
  if (!confirm) {
    throw new Error(
      `Nothing is removed: that deletes ${what}, and there is nobody to ask. Say --yes.`,
    );
  }
  if (!(await confirm(`Delete ${what}? [y/N] `))) throw new Error('Nothing is removed.');
};

const notRemoved = (outcome: Outcome, done: Stack[], left: Stack[], asked: Arguments) =>
  new Error(
    [
      outcome === 'stopped'
        ? 'Stopped; what AWS has begun, it goes on with.'
        : `${nameOf(left[0] ?? '', asked)} is not removed; what went wrong is above.`,
      `Removed: ${done.join(', ') || 'none'}.`,
      `Go on with: ${commandFor(asked, left, true)}`,
    ].join('\n'),
  );
