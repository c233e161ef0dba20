import type { World } from '../../world/world.ts';

export type Message = { id: string; body: string; receives: number; visibleAt: number };

/** A dead letter: a message of a queue, or what a function has given up. */
export type DeadLetter = { id: string; body: string; from?: string };

type QueueOptions = {
  name: string;
  visibilitySeconds: number;
  maxReceives: number;
  deadLetters: DeadLetter[];
};

/** The event source mapping: `work` gives the ids of what has failed, or undefined when all of it has. */
export type Mapping = {
  batchSize: number;
  maxConcurrency: number;
  work: (messages: Message[]) => Promise<Set<string> | undefined>;
  /** Whether a message that was worked on comes again all the same. */
  comesAgain: () => boolean;
};

export type Queue = ReturnType<typeof createQueue>;

/** A standard SQS queue, from which one function takes. */
export const createQueue = (
  { name, visibilitySeconds, maxReceives, deadLetters }: QueueOptions,
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
      // Somebody else has received it since.
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

    /** How many wait, and how many are being worked on. */
    counts: () => {
      const all = [...messages.values()];
      const waiting = all.filter(({ visibleAt }) => visibleAt <= world.now()).length;
      return { waiting, inFlight: all.length - waiting };
    },

    messages: (): readonly Message[] => [...messages.values()],
  };
};
