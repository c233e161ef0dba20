import type { IncomingMessage } from 'node:http';
import { preflightAnswer, withCors } from './cors.ts';
import type { LogAccess } from './access-log.ts';
import { createEvent, formatRequestTime, sourceIpOf, type RoutedRequest } from './event.ts';
import type { Invoke } from './http-api-config.ts';
import { readBody } from './read-body.ts';
import { answerIn, gatewayAnswer, type Answer } from './response.ts';
import { createRouter } from './router.ts';
import type { ApiRoute } from './routes.ts';
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
  logAccess: LogAccess;
};

/** Answers requests to the configured HTTP APIs as API Gateway does. */
export const createGateway = ({ invoke, now, translate, reached, logAccess }: GatewayPorts) => {
  const router = createRouter();
  const throttle = createThrottle(now);

  const answerRouted = async (routed: Omit<RoutedRequest, 'body' | 'reached'>): Promise<Answer> => {
    const { request, route } = routed;
    const translation = translate(request);
    // Only text can be translated.
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

    answer: async (request: IncomingMessage, requestId: string): Promise<Answer> => {
      const { method = 'GET', headers } = request;
      const target = parseTarget(request.url ?? '/');
      if (!target) return gatewayAnswer(400, 'Bad Request');
      const { cors } = router.findApi(target.rawPath) ?? {};
      if (cors && isPreflight(request)) return preflightAnswer(cors, headers);
      const match = router.find(method, target.rawPath);
      if (!match) return gatewayAnswer(404, 'Not Found');
      const answer = await answerRouted({ request, requestId, ...target, ...match });
      logAccess(match.route.api.accessLog, {
        ...contextOf(request, requestId, match.route),
        ...{ requestTime: formatRequestTime(now()), requestTimeEpoch: now() },
        ...{ path: target.rawPath, status: answer.status, responseLength: answer.body.length },
      });
      return match.route.api.cors ? withCors(answer, match.route.api.cors, headers.origin) : answer;
    },
  };
};

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
const contextOf = (request: IncomingMessage, requestId: string, { api, routeKey }: ApiRoute) => ({
  ...{ requestId, extendedRequestId: requestId, apiId: api.id, stage: '$default', routeKey },
  httpMethod: request.method,
  protocol: `HTTP/${request.httpVersion}`,
  domainName: request.headers.host,
  'identity.sourceIp': sourceIpOf(request),
  'identity.userAgent': request.headers['user-agent'],
});

const isPreflight = ({ method, headers }: IncomingMessage) =>
  method === 'OPTIONS' && 'origin' in headers && 'access-control-request-method' in headers;

// Undefined if the path is not percent-encoded UTF-8.
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
