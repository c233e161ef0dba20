import type { IncomingMessage } from 'node:http';
import { preflightAnswer, withCors } from './cors.ts';
import { createEvent, type RoutedRequest } from './event.ts';
import type { Invoke } from './http-api-config.ts';
import { readBody } from './read-body.ts';
import { answerIn, gatewayAnswer, type Answer } from './response.ts';
import { createRouter } from './router.ts';
import type { Reached } from './reached.ts';
import type { Translate, Translation } from './translate.ts';
import { createThrottle } from './throttle.ts';
import { within } from './within.ts';

const MAX_BODY_BYTES = 10 * 1024 * 1024;
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

export type GatewayPorts = {
  invoke: Invoke;
  now: () => number;
  translate: Translate;
  reached: Reached;
};

/** Answers requests of the configured HTTP APIs as API Gateway does. */
export const createGateway = ({ invoke, now, translate, reached }: GatewayPorts) => {
  const router = createRouter();
  const throttle = createThrottle(now);

  const answerRouted = async (routed: Omit<RoutedRequest, 'body' | 'reached'>): Promise<Answer> => {
    const { request, route } = routed;
    const translation = translate(request);
    // What is translated must be text.
    if (translation) delete request.headersDistinct['accept-encoding'];
    if (!throttle(route, route.throttling ?? route.api.throttling)) {
      return gatewayAnswer(429, 'Too Many Requests');
    }
    const body = await readBody(request, MAX_BODY_BYTES);
    const payload =
      body && JSON.stringify(createEvent({ ...routed, body, reached: reached(request) }, now()));
    if (payload === undefined || Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES) {
      return gatewayAnswer(413, 'Request Entity Too Large');
    }
    const result = await within(route.timeoutMs, () => invoke(route.functionName, payload));
    if (!result) return gatewayAnswer(503, 'Service Unavailable');
    const answer = result.functionError === undefined ? answerIn(result.payload) : undefined;
    if (answer && translation) return translated(answer, translation);
    return answer ?? gatewayAnswer(500, 'Internal Server Error');
  };

  return {
    router,

    answer: async (request: IncomingMessage): Promise<Answer> => {
      const { method = 'GET', headers } = request;
      const target = parseTarget(request.url ?? '/');
      if (!target) return gatewayAnswer(400, 'Bad Request');
      const { cors } = router.findApi(target.rawPath) ?? {};
      if (cors && isPreflight(request)) return preflightAnswer(cors, headers);
      const match = router.find(method, target.rawPath);
      if (!match) return gatewayAnswer(404, 'Not Found');
      const answer = await answerRouted({ request, ...target, ...match });
      return match.route.api.cors ? withCors(answer, match.route.api.cors, headers.origin) : answer;
    },
  };
};

const isPreflight = ({ method, headers }: IncomingMessage) =>
  method === 'OPTIONS' && 'origin' in headers && 'access-control-request-method' in headers;

// Undefined when the path is not percent-encoded UTF-8.
const parseTarget = (url: string) => {
  const [, rawPath = '/', query = ''] = /^([^?]*)\??(.*)$/su.exec(url) ?? [];
  try {
    return { rawPath, path: decodeURIComponent(rawPath), query };
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
};

const TEXT = /^(?:text\/.*|application\/(?:.*\+)?(?:json|xml|javascript))(?:;|$)/iu;

const translated = ({ status, headers, body }: Answer, translation: Translation): Answer => {
  const type = headers.find(([name]) => name === 'content-type')?.[1] ?? '';
  const isText = TEXT.test(type) && !headers.some(([name]) => name === 'content-encoding');
  return {
    status,
    headers: headers.map(([name, value]) => [name, translation(value)]),
    body: isText ? Buffer.from(translation(body.toString())) : body,
  };
};
