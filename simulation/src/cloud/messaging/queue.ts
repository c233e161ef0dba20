import type { World } from '../../world/world.ts';

export type Message = { id: string; body: string; receives: number; visibleAt: number };

/** A dead letter: a queue's message, or a function's failed event. */
export type DeadLetter = { id: string; body: string; from?: string };

type QueueOptions = {
  name: string;
  visibilitySeconds: number;
  maxReceives: number;
  deadLetters: DeadLetter[];
  observe: (name: string, body: string) => void;
};

/** The event source mapping: `work` returns the ids of failed messages, or undefined if all failed. */
export type Mapping = {
  batchSize: number;
  maxConcurrency: number;
  work: (messages: Message[]) => Promise<Set<string> | undefined>;
  /** Whether a processed message is delivered again anyway. */
  comesAgain: () => boolean;
};

export type Queue = ReturnType<typeof createQueue>;

/** A standard SQS queue that feeds one function. */
export const createQueue = (
  { name, visibilitySeconds, maxReceives, deadLetters, observe }: QueueOptions,
  world: World,
) => {
  const messages = new Map<string, Message>();
  let mapping: Mapping | undefined;
  let running = 0;

  const give = (message: Message) => {
    messages.set(message.id, message);
    pump();
  };

  const receive = (batchSize: number): Message[] => {
    const size = world.random.whole(1, batchSize);
    const visible = [...messages.values()].filter(({ visibleAt }) => visibleAt <= world.now());
    return visible.slice(0, size).flatMap((message) => {
      if (message.receives >= maxReceives) {
        messages.delete(message.id);
        deadLetters.push({ id: message.id, body: message.body, from: name });
        observe(name, message.body);
        world.reach('message given up by its queue');
        return [];
      }
      message.receives += 1;
      message.visibleAt = world.now() + visibilitySeconds * 1000;
      world.later(visibilitySeconds * 1000, pump);
      return [message];
    });
  };

  const pump = () => {
    if (!mapping || running >= mapping.maxConcurrency) return;
    const batch = receive(mapping.batchSize);
    if (batch.length === 0) return;
    running += 1;
    void workOn(batch, mapping);
    world.later(1, pump);
  };

  const workOn = async (batch: Message[], { work, comesAgain }: Mapping) => {
    const failed = await work(batch);
    for (const { id, receives } of batch) {
      // Someone else has received it since.
      if (messages.get(id)?.receives !== receives || !failed || failed.has(id)) continue;
      if (!comesAgain()) messages.delete(id);
    }
    running -= 1;
    pump();
  };

  return {
    name,
    attach: (given: Mapping): void => void (mapping = given),

    send: (body: string): string => {
      const id = world.random.uuid();
      give({ id, body, receives: 0, visibleAt: world.now() });
      return id;
    },

    /** How many messages are waiting, and how many are being processed. */
    counts: () => {
      const all = [...messages.values()];
      const waiting = all.filter(({ visibleAt }) => visibleAt <= world.now()).length;
      return { waiting, inFlight: all.length - waiting };
    },

    messages: (): readonly Message[] => [...messages.values()],
  };
};
