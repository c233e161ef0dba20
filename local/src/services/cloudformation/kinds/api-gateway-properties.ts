import * as v from 'valibot';
import { boolean, inert, number } from '../resource-kind.ts';

const DEFAULT_TIMEOUT_MS = 30_000;

const texts = v.optional(v.array(v.string()), []);

const Cors = v.strictObject({
  AllowOrigins: texts,
  AllowMethods: texts,
  AllowHeaders: texts,
  ExposeHeaders: texts,
  AllowCredentials: v.optional(boolean, false),
  MaxAge: v.optional(number),
});

export type CorsProperties = v.InferOutput<typeof Cors>;

export const ApiProperties = v.variant('ProtocolType', [
  v.strictObject({
    ProtocolType: v.literal('HTTP'),
    Name: v.string(),
    CorsConfiguration: v.optional(Cors),
    Description: inert,
    Tags: inert,
  }),
  v.strictObject({
    ProtocolType: v.literal('WEBSOCKET'),
    Name: v.string(),
    RouteSelectionExpression: v.pipe(
      v.string(),
      v.regex(/^\$request\.body\.\w+$/u, 'must be $request.body.<field>'),
      v.transform((expression) => expression.slice('$request.body.'.length)),
    ),
    Description: inert,
    Tags: inert,
  }),
]);

const RouteSettings = v.strictObject({
  ThrottlingRateLimit: v.optional(number),
  ThrottlingBurstLimit: v.optional(number),
  DetailedMetricsEnabled: inert,
  DataTraceEnabled: inert,
  LoggingLevel: inert,
});
export type RouteSettings = v.InferOutput<typeof RouteSettings>;

export const StageProperties = v.strictObject({
  ApiId: v.string(),
  StageName: v.string(),
  DefaultRouteSettings: v.optional(RouteSettings, {}),
  RouteSettings: v.optional(v.record(v.string(), RouteSettings), {}),
  AccessLogSettings: v.optional(
    v.strictObject({
      DestinationArn: v.pipe(v.string(), v.startsWith('arn:aws:logs:', 'must be a log group')),
      Format: v.pipe(
        v.string(),
        v.regex(/\$context\.(?:requestId|extendedRequestId)\b/u, 'must have $context.requestId'),
      ),
    }),
  ),
  AutoDeploy: inert,
  DeploymentId: inert,
  Description: inert,
  Tags: inert,
});

export type StageProperties = v.InferOutput<typeof StageProperties>;

export const IntegrationProperties = v.strictObject({
  ApiId: v.string(),
  IntegrationType: v.literal('AWS_PROXY'),
  IntegrationUri: v.string(),
  IntegrationMethod: v.optional(v.literal('POST')),
  PayloadFormatVersion: v.optional(v.literal('2.0')),
  TimeoutInMillis: v.optional(number, DEFAULT_TIMEOUT_MS),
});

export const RouteProperties = v.strictObject({
  ApiId: v.string(),
  RouteKey: v.string(),
  Target: v.pipe(
    v.string(),
    v.startsWith('integrations/'),
    v.transform((target) => target.slice('integrations/'.length)),
  ),
  AuthorizationType: v.optional(v.literal('NONE')),
  RouteResponseSelectionExpression: v.optional(v.literal('$default')),
});

export const RouteResponseProperties = v.strictObject({
  ApiId: v.string(),
  RouteId: v.string(),
  RouteResponseKey: v.literal('$default'),
});
