import type * as v from 'valibot';
import { arnOf } from '../../../engine/account.ts';
import { ACCOUNT_LIMIT } from '../../http-api/throttle.ts';
import { functionNameIn } from '../../lambda/function-config.ts';
import { digestOf, resourceKind, type ResourceKinds } from '../resource-kind.ts';
import {
  createApiParts,
  httpApi,
  webSocketApi,
  type ApiParts,
  type Gateways,
} from './api-gateway-parts.ts';
import {
  ApiProperties,
  IntegrationProperties,
  RouteProperties,
  RouteResponseProperties,
  StageProperties,
  type CorsProperties,
  type RouteSettings,
} from './api-gateway-properties.ts';

type PartsOf = ReturnType<typeof createApiParts>;

/** HTTP and WebSocket APIs of one deployment. */
export const apiGatewayKinds = (gateways: Gateways): ResourceKinds => {
  const partsOf = createApiParts();
  return {
    'AWS::ApiGatewayV2::Api': apiKind(gateways, partsOf),
    'AWS::ApiGatewayV2::Stage': stageKind(partsOf),
    'AWS::ApiGatewayV2::Integration': integrationKind(partsOf),
    'AWS::ApiGatewayV2::Route': routeKind(partsOf),
    // The route itself says that it responds.
    'AWS::ApiGatewayV2::RouteResponse': resourceKind(RouteResponseProperties, {
      plan: ({ RouteId }) => ({ id: RouteId }),
    }),
  };
};

// An API is served as a whole, with all planned parts: no request meets half of it.
const apiKind = (gateways: Gateways, partsOf: PartsOf) =>
  resourceKind(ApiProperties, {
    plan: (api, place) => {
      const id = digestOf(place).slice(0, 10);
      const { http, webSocket } = gateways;
      const ApiEndpoint = api.ProtocolType === 'HTTP' ? http.url : webSocket.endpoint(id);
      return {
        id,
        attributes: { ApiId: id, ApiEndpoint, ExecuteApiArn: executeApiArn(id) },
        apply: () => serve(gateways, { id, ...api }, partsOf(id)),
      };
    },
    remove: (id) => {
      gateways.http.removeApi(id);
      gateways.webSocket.removeApi(id);
    },
  });

const stageKind = (partsOf: PartsOf) =>
  resourceKind(StageProperties, {
    plan: ({ ApiId, StageName, DefaultRouteSettings, RouteSettings, AccessLogSettings }) => {
      const throttling = throttlingOf(DefaultRouteSettings);
      const routeThrottling = Object.fromEntries(
        Object.entries(RouteSettings).map(([routeKey, settings]) => [
          routeKey,
          throttlingOf(settings, throttling),
        ]),
      );
      const accessLog = accessLogOf(AccessLogSettings);
      partsOf(ApiId).stage = { name: StageName, throttling, routeThrottling, accessLog };
      return { id: `${ApiId}/${StageName}`, ref: StageName };
    },
  });

const integrationKind = (partsOf: PartsOf) =>
  resourceKind(IntegrationProperties, {
    plan: ({ ApiId, IntegrationUri, TimeoutInMillis }, place) => {
      const id = digestOf(place).slice(0, 10);
      const resource = functionArnIn(IntegrationUri);
      const functionName = functionNameIn(resource);
      if (functionName === undefined) throw new Error(`${IntegrationUri} is no function`);
      partsOf(ApiId).integrations.set(id, { functionName, timeoutMs: TimeoutInMillis });
      const principal = 'apigateway.amazonaws.com';
      const sourceArn = `${executeApiArn(ApiId)}/*/*`;
      return { id, needs: [{ principal, action: 'lambda:InvokeFunction', resource, sourceArn }] };
    },
  });

const routeKind = (partsOf: PartsOf) =>
  resourceKind(RouteProperties, {
    plan: ({ ApiId, RouteKey, Target, RouteResponseSelectionExpression }) => {
      const responds = RouteResponseSelectionExpression !== undefined;
      partsOf(ApiId).routes.set(RouteKey, { integrationId: Target, responds });
      return { id: `${ApiId}/${RouteKey}` };
    },
  });

const serve = (
  { http, webSocket }: Gateways,
  api: { id: string } & v.InferOutput<typeof ApiProperties>,
  parts: ApiParts,
) => {
  const { id, Name: name } = api;
  if (api.ProtocolType === 'HTTP') {
    http.configureApi(httpApi({ id, name, cors: corsOf(api.CorsConfiguration) }, parts));
  } else {
    const actionField = api.RouteSelectionExpression;
    webSocket.configureApi(webSocketApi({ id, name, actionField }, parts));
  }
};

const executeApiArn = (id: string) => arnOf('execute-api', id);

// A function's ARN or, for WebSocket APIs, the path that invokes it.
const functionArnIn = (uri: string) =>
  /:lambda:path\/[\d-]+\/functions\/(.+)\/invocations$/u.exec(uri)?.[1] ?? uri;

const throttlingOf = (
  { ThrottlingBurstLimit, ThrottlingRateLimit }: RouteSettings,
  otherwise = ACCOUNT_LIMIT,
) => ({
  burst: ThrottlingBurstLimit ?? otherwise.burst,
  ratePerSecond: ThrottlingRateLimit ?? otherwise.ratePerSecond,
});

// arn:aws:logs:<region>:<account>:log-group:<name>, optionally followed by `:*`.
const accessLogOf = (settings: StageProperties['AccessLogSettings']) =>
  settings && { group: settings.DestinationArn.split(':')[6] ?? '', format: settings.Format };

const corsOf = (cors: CorsProperties | undefined) =>
  cors && {
    allowOrigins: cors.AllowOrigins,
    allowMethods: cors.AllowMethods,
    allowHeaders: cors.AllowHeaders,
    exposeHeaders: cors.ExposeHeaders,
    allowCredentials: cors.AllowCredentials,
    maxAgeSeconds: cors.MaxAge,
  };
