import { AsyncLocalStorage } from 'node:async_hooks';

/** An actor: an invocation of a function, or a client. After a crash it does nothing any more. */
export type Actor = {
  name: string;
  startedAt: number;
  dead: boolean;
  /** Ends an invocation where it is; clients do not die. */
  kill?: (why: string) => void;
};

const actors = new AsyncLocalStorage<Actor>();

/** The actor on whose behalf the current code runs. */
export const currentActor = (): Actor | undefined => actors.getStore();

/** Runs code, and everything it awaits, on behalf of an actor. */
export const actAs = <Result>(actor: Actor | undefined, work: () => Result): Result =>
  actor ? actors.run(actor, work) : actors.exit(work);

/** What a crashed actor waits for, forever. */
export const never = <Result>() => new Promise<Result>(() => undefined);
