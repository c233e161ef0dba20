import { awsFailures } from '../cloud/aws-failures.ts';
import { callOf, type Services } from '../cloud/aws.ts';
import { cdnFailures, graphFailures } from '../cloud/facebook-failures.ts';
import type { Graph } from '../cloud/graph.ts';
import type { Reachable } from '../cloud/the-cloud.ts';
import type { Unreliable } from '../cloud/unreliable.ts';

/** What the functions' code accesses: AWS, the Graph API and the CDN, all of them unreliable. */
export const createOutside = (
  unreliable: Unreliable,
  { services, graph, films }: { services: Services; graph: Graph; films: Map<string, Buffer> },
): Reachable => ({
  answer: (question) => {
    const call = callOf(question, services);
    return unreliable(call, awsFailures(call.service));
  },

  fetch: (url, { method = 'GET', body, signal }) => {
    const text = typeof body === 'string' ? body : '';
    const call = {
      service: 'graph',
      what: `${method} graph ${text}`,
      run: () => graph.answer(method, new URL(url), text),
    };
    return unlessAborted(unreliable(call, graphFailures), signal ?? undefined);
  },

  fetchFilm: (url) =>
    unreliable(
      { service: 'cdn', what: `GET ${url}`, run: () => films.get(url) ?? Buffer.alloc(0) },
      cdnFailures,
    ),
});

const unlessAborted = (answer: Promise<Response>, signal: AbortSignal | undefined) =>
  new Promise<Response>((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
    answer.then(resolve, reject);
  });
