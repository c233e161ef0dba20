import { type Actor, actAs } from '../../world/actor.ts';
import type { World } from '../../world/world.ts';
import type { Deliver } from '../delivery.ts';

const RETRY_MS = [60_000, 120_000];

export type Handler = (event: unknown, context: object) => Promise<unknown>;

/** A deployed function. `onFailure` gets the record of an event that failed for good. */
export type FunctionOptions = {
  name: string;
  handler: Handler;
  timeoutSeconds: number;
  onFailure?: (record: string) => void;
};

/** How an invocation ended: with a result, with an error, or because its process crashed. */
export type Outcome = { result: unknown } | { error: string };

export type Functions = ReturnType<typeof createFunctions>;

/** Lambda: invocations that may crash, and events that are tried three times before they fail for good. */
export const createFunctions = (
  world: World,
  deliver: Deliver,
  observe: (functionName: string, event: string) => void,
) => {
  const running = new Set<Actor>();
  let started = 0;
  let waiting = 0;

  const invoke = ({ name, handler, timeoutSeconds }: FunctionOptions, event: unknown) =>
    new Promise<Outcome>((resolve) => {
      const deadline = world.now() + timeoutSeconds * 1000;
      const actor: Actor = {
        name: `${name}#${++started}`,
        startedAt: world.now(),
        dead: false,
        kill: (why) => end({ error: why }, why),
      };
      const end = (outcome: Outcome, how: string) => {
        if (actor.dead) return;
        actor.dead = true;
        running.delete(actor);
        cancel();
        world.trace.add(`ends: ${how}`, actor.name);
        resolve(outcome);
      };
      const cancel = world.later(timeoutSeconds * 1000, () => {
        world.reach('invocation timed out');
        end({ error: 'Task timed out' }, 'FAULT timed out');
      });
      running.add(actor);
      const context = {
        functionName: name,
        getRemainingTimeInMillis: () => deadline - world.now(),
      };
      actAs(actor, () => {
        world.trace.add('starts');
        handler(event, context).then(
          (result) => end({ result }, 'well'),
          (error: unknown) => end({ error: String(error) }, `badly, ${String(error)}`),
        );
      });
    });

  const attempt = async (options: FunctionOptions, event: unknown, tries: number) => {
    const outcome = await invoke(options, event);
    const pause = 'result' in outcome ? undefined : RETRY_MS[tries];
    if (pause !== undefined) {
      world.later(pause, () => void attempt(options, event, tries + 1));
      return;
    }
    if ('error' in outcome) giveUp(options, event, outcome.error);
    waiting -= 1;
  };

  const giveUp = ({ name, onFailure }: FunctionOptions, event: unknown, errorMessage: string) => {
    world.reach('event given up');
    observe(name, JSON.stringify(event));
    world.trace.add(`gives up its event: ${errorMessage}`, name);
    const record = JSON.stringify({
      version: '1.0',
      timestamp: new Date(world.now()).toISOString(),
      requestContext: {
        functionArn: `arn:aws:lambda:us-east-1:123456789012:function:${name}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      requestPayload: event,
      responsePayload: { errorMessage },
    });
    if (onFailure) deliver(`${name} to its destination`, () => onFailure(record));
  };

  return {
    /** Once; the caller waits for the outcome. */
    invoke,

    /** Puts an event into the function's queue. */
    invokeLater: (options: FunctionOptions, event: unknown): void => {
      waiting += 1;
      void attempt(options, event, 0);
    },

    /** Whether anything is running, or waiting for a retry. */
    isBusy: () => running.size + waiting > 0,
  };
};
