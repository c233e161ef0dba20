import type { Deployment } from '../deployment/deployment.ts';
import type { FunctionOptions } from '../cloud/lambda/functions.ts';
import { type Actor, actAs } from '../world/actor.ts';
import type { World } from '../world/world.ts';

const PATIENCE_MS = [2000, 30_000] as const;

/** A user of the system, outside the cloud, and its view of the world. */
export type ClientPorts = { world: World; cloud: Deployment };

/** An API's response. */
export type Answered = { statusCode: number; body?: string };

type Request = {
  route: string;
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: string;
  headers?: Record<string, string>;
};

/** Runs a client's work, which ends by itself and never crashes. */
export const asClient = (name: string, world: World, work: () => Promise<void>): Promise<void> => {
  const actor: Actor = { name, startedAt: world.now(), dead: false };
  return actAs(actor, work);
};

/** One request through API Gateway: a failed invocation is a 502. */
export const request = async (
  { cloud, world }: ClientPorts,
  target: FunctionOptions,
  { route, path = {}, query = {}, body, headers = {} }: Request,
): Promise<Answered> => {
  world.trace.add(`asks ${route} ${JSON.stringify({ ...path, ...query })}`);
  const [method = '', rawPath = ''] = route.split(' ');
  const outcome = await cloud.functions.invoke(target, {
    version: '2.0',
    routeKey: route,
    rawPath,
    rawQueryString: new URLSearchParams(query).toString(),
    // A visitor on this machine is the owner, as in the local engine.
    headers: { host: '127.0.0.1:3000', 'x-forwarded-proto': 'http', ...headers },
    queryStringParameters: query,
    pathParameters: path,
    requestContext: { http: { method, path: rawPath, sourceIp: '127.0.0.1' } },
    body,
    isBase64Encoded: false,
  });
  return 'result' in outcome ? (outcome.result as Answered) : { statusCode: 502 };
};

/** Retries, like real clients, until the response is not a 5xx. */
export const persist = async (
  world: World,
  ask: () => Promise<Answered>,
): Promise<{ statusCode: number; body: string }> => {
  for (;;) {
    const { statusCode, body = '' } = await ask();
    if (statusCode < 500) return { statusCode, body };
    await world.sleep(world.random.whole(...PATIENCE_MS));
  }
};
