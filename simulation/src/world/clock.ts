/** A scheduled event; events at the same time run in the order in which they were scheduled. */
type Event = { at: number; order: number; run: () => void; cancelled: boolean };

/** Virtual time: it jumps from one event to the next. */
export const createClock = (startMs: number) => {
  const heap: Event[] = [];
  let now = startMs;
  let order = 0;

  const isBefore = (one: number, other: number) => {
    const [first, second] = [heap[one], heap[other]];
    if (!first || !second) return false;
    return first.at < second.at || (first.at === second.at && first.order < second.order);
  };

  const swap = (one: number, other: number) => {
    const [first, second] = [heap[one], heap[other]];
    if (!first || !second) return;
    heap[one] = second;
    heap[other] = first;
  };

  const rise = (index: number) => {
    for (let child = index; child > 0;) {
      const parent = (child - 1) >> 1;
      if (!isBefore(child, parent)) return;
      swap(child, parent);
      child = parent;
    }
  };

  const sink = () => {
    for (let parent = 0; ;) {
      const left = 2 * parent + 1;
      const least = [left, left + 1].reduce(
        (best, child) => (isBefore(child, best) ? child : best),
        parent,
      );
      if (least === parent) return;
      swap(parent, least);
      parent = least;
    }
  };

  return {
    now: () => now,

    /** Runs a callback this many milliseconds from now; returns a function that cancels it. */
    after(ms: number, run: () => void): () => void {
      const event = { at: now + Math.max(0, ms), order: order++, run, cancelled: false };
      heap.push(event);
      rise(heap.length - 1);
      return () => void (event.cancelled = true);
    },

    /** Runs the next event; false if there is none until then. */
    step(until = Infinity): boolean {
      for (;;) {
        const [next] = heap;
        if (!next || next.at > until) return false;
        swap(0, heap.length - 1);
        heap.pop();
        sink();
        if (next.cancelled) continue;
        now = Math.max(now, next.at);
        next.run();
        return true;
      }
    },
  };
};
