const RECHECK_MS = 500;

export type LongPoll = ReturnType<typeof createLongPoll>;

/** Lets receivers wait for messages; `onWake` is also called when there may be one. */
export const createLongPoll = (onWake: () => void) => {
  const waiting = new Set<() => void>();
  let stopped = false;

  // Senders write inside transactions, which end within their turn of the event loop.
  const wake = () => {
    setImmediate(() => [...waiting].forEach((resume) => resume()));
    onWake();
  };

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const resume = () => {
        clearTimeout(timer);
        waiting.delete(resume);
        resolve();
      };
      const timer = setTimeout(resume, ms);
      waiting.add(resume);
    });

  return {
    wake,

    /** Tries until there is a result, the time is over, or `isGone` says that nobody waits for it any more. */
    async first<Item>(
      attempt: () => Item[],
      { seconds, isGone }: { seconds: number; isGone: () => boolean },
    ): Promise<Item[]> {
      const deadline = performance.now() + seconds * 1000;
      for (;;) {
        const items = isGone() ? [] : attempt();
        const left = deadline - performance.now();
        if (items.length > 0 || left <= 0 || stopped || isGone()) return items;
        // A hidden message may become visible meanwhile without an event.
        await pause(Math.min(left, RECHECK_MS));
      }
    },

    stop() {
      stopped = true;
      for (const resume of [...waiting]) resume();
    },
  };
};
