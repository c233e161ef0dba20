import { AsyncLocalStorage } from 'node:async_hooks';

/** Who does something: an invocation of a function, or a client. What is dead does nothing any more. */
export type Actor = {
  name: string;
  startedAt: number;
  dead: boolean;
  /** Whether an invocation has ended with a result. */
  endedWell?: boolean;
  /** Ends an invocation where it is; clients do not die. */
  kill?: (why: string) => void;
};

const actors = new AsyncLocalStorage<Actor>();

/** The actor on whose behalf the running code runs. */
export const currentActor = (): Actor | undefined => actors.getStore();

/** Runs code on behalf of an actor, with everything that it awaits. */
export const actAs = <Result>(actor: Actor | undefined, work: () => Result): Result =>
  actor ? actors.run(actor, work) : actors.exit(work);

/** What a dead actor waits for. */
export const never = <Result>() => new Promise<Result>(() => undefined);
