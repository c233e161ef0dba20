import * as v from 'valibot';
import type { Invoke } from '../http-api/http-api-config.ts';
import { within } from '../http-api/within.ts';
import type { SocketRoute } from './websocket-api-config.ts';

const Answer = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    statusCode: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
    body: v.optional(v.string()),
  }),
);

/** A function's response; 502 if it failed or was invalid, 504 if it took too long. */
export type Outcome = { status: number; body?: string | undefined };

export type Run = ReturnType<typeof createIntegrations>;

/** Invokes the function behind a route; never rejects. */
export const createIntegrations =
  (invoke: Invoke) =>
  async ({ functionName, timeoutMs }: SocketRoute, event: object): Promise<Outcome> => {
    try {
      const result = await within(timeoutMs, () => invoke(functionName, JSON.stringify(event)));
      if (!result) return { status: 504 };
      const { success, output } = v.safeParse(Answer, result.payload);
      if (result.functionError !== undefined || !success) return { status: 502 };
      return { status: output.statusCode, body: output.body };
    } catch (error) {
      console.error(`${functionName} cannot be run`, error);
      return { status: 502 };
    }
  };
