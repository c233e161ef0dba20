import { expect, test } from '@jest/globals';
import type { HttpApiConfig } from '../../http-api/http-api-config.ts';
import { openDatabase } from '../../../state/database.ts';
import type { WebSocketApiConfig } from '../../websocket-api/websocket-api-config.ts';
import { createStacks } from '../stacks.ts';
import { apiGatewayKinds } from './api-gateway.ts';
import { inertKinds } from './inert.ts';
import { lambdaKinds } from './lambda.ts';

const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:page';

const openStacks = () => {
  const https = new Map<string, HttpApiConfig>();
  const sockets = new Map<string, WebSocketApiConfig>();
  const gateways = {
    http: {
      url: 'http://127.0.0.1:3000',
      configureApi: (api: HttpApiConfig) => void https.set(api.id, api),
      removeApi: (id: string) => void https.delete(id),
    },
    webSocket: {
      endpoint: (id: string) => `ws://127.0.0.1:3000/websocket/${id}`,
      configureApi: (api: WebSocketApiConfig) => void sockets.set(api.id, api),
      removeApi: (id: string) => void sockets.delete(id),
    },
  };
  const noFunctions = {
    ...{ configureFunction: () => undefined, removeFunction: () => undefined },
    assumeRole: () => ({ accessKeyId: '', secretAccessKey: '', sessionToken: '' }),
  };
  const kinds = () => ({
    ...apiGatewayKinds(gateways),
    ...inertKinds(),
    ...lambdaKinds(noFunctions, []),
  });
  const stacks = createStacks({ db: openDatabase(':memory:'), kinds, warn: () => undefined });
  const deploy = (Resources: object, Outputs: object = {}) =>
    stacks.deploy([{ name: 'upload', template: { Resources, Outputs }, code: {} }]);
  return { https, sockets, stacks, deploy };
};

const resource = (type: string, Properties: object) => ({
  Type: `AWS::ApiGatewayV2::${type}`,
  Properties,
});
const route = (api: string, RouteKey: string, integration: string, rest: object = {}) =>
  resource('Route', {
    ApiId: { Ref: api },
    RouteKey,
    Target: { 'Fn::Join': ['/', ['integrations', { Ref: integration }]] },
    ...rest,
  });
const integration = (api: string, IntegrationUri: unknown, rest: object = {}) =>
  resource('Integration', {
    ApiId: { Ref: api },
    IntegrationType: 'AWS_PROXY',
    IntegrationUri,
    ...rest,
  });
const permission = (api: string) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    FunctionName: FUNCTION_ARN,
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
    SourceArn: { 'Fn::Sub': `arn:aws:execute-api:us-east-1:000000000000:\${${api}}/*` },
  },
});

const http = {
  HttpApi: resource('Api', {
    Name: 'dev-upload',
    ProtocolType: 'HTTP',
    CorsConfiguration: { AllowOrigins: ['https://a.example'], AllowMethods: ['GET'], MaxAge: 600 },
  }),
  HttpApiStage: resource('Stage', {
    ApiId: { Ref: 'HttpApi' },
    StageName: '$default',
    AutoDeploy: true,
    DefaultRouteSettings: { ThrottlingBurstLimit: 20, ThrottlingRateLimit: 10 },
    RouteSettings: { 'GET /': { ThrottlingBurstLimit: 5 } },
  }),
  HttpApiIntegrationPage: integration('HttpApi', FUNCTION_ARN, {
    PayloadFormatVersion: '2.0',
    TimeoutInMillis: 6500,
  }),
  HttpApiRouteGet: route('HttpApi', 'GET /', 'HttpApiIntegrationPage'),
  PageLambdaPermissionHttpApi: permission('HttpApi'),
};

const socket = {
  WebsocketsApi: resource('Api', {
    Name: 'dev-upload-websockets',
    RouteSelectionExpression: '$request.body.action',
    Description: 'Serverless Websockets',
    ProtocolType: 'WEBSOCKET',
  }),
  WsWebsocketsIntegration: integration('WebsocketsApi', {
    'Fn::Join': [
      '',
      [
        'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/',
        FUNCTION_ARN,
        '/invocations',
      ],
    ],
  }),
  SconnectWebsocketsRoute: route('WebsocketsApi', '$connect', 'WsWebsocketsIntegration', {
    AuthorizationType: 'NONE',
  }),
  subscribeWebsocketsRoute: route('WebsocketsApi', 'subscribe', 'WsWebsocketsIntegration', {
    RouteResponseSelectionExpression: '$default',
  }),
  subscribeWebsocketsRouteResponse: resource('RouteResponse', {
    ApiId: { Ref: 'WebsocketsApi' },
    RouteId: { Ref: 'subscribeWebsocketsRoute' },
    RouteResponseKey: '$default',
  }),
  WebsocketsDeployment: resource('Deployment', { ApiId: { Ref: 'WebsocketsApi' } }),
  WebsocketsDeploymentStage: resource('Stage', {
    ApiId: { Ref: 'WebsocketsApi' },
    StageName: 'dev',
    DeploymentId: { Ref: 'WebsocketsDeployment' },
  }),
  WsLambdaPermissionWebsockets: permission('WebsocketsApi'),
};

test('the resources of an HTTP API become one API, with the throttling of each route', async () => {
  const { https, deploy } = openStacks();

  await deploy(http);

  expect([...https.values()]).toEqual([
    {
      id: expect.stringMatching(/^[\da-f]{10}$/u) as unknown,
      name: 'dev-upload',
      cors: {
        allowOrigins: ['https://a.example'],
        allowMethods: ['GET'],
        allowHeaders: [],
        exposeHeaders: [],
        allowCredentials: false,
        maxAgeSeconds: 600,
      },
      throttling: { burst: 20, ratePerSecond: 10 },
      routes: [
        {
          routeKey: 'GET /',
          functionName: 'page',
          timeoutMs: 6500,
          throttling: { burst: 5, ratePerSecond: 10 },
        },
      ],
    },
  ]);
});

test('the resources of a WebSocket API become one API', async () => {
  const { sockets, deploy } = openStacks();

  await deploy(socket);

  const page = { functionName: 'page', timeoutMs: 29_000 };
  expect([...sockets.values()]).toEqual([
    {
      id: expect.stringMatching(/^[\da-f]{10}$/u) as unknown,
      name: 'dev-upload-websockets',
      stage: 'dev',
      actionField: 'action',
      throttling: { burst: 5000, ratePerSecond: 10_000 },
      routes: [
        { routeKey: '$connect', ...page, responds: false },
        { routeKey: 'subscribe', ...page, responds: true },
      ],
    },
  ]);
});

test('a stage logs its requests to the group in its template', async () => {
  const { https, sockets, deploy } = openStacks();
  const group = (arn: string) => ({ DestinationArn: arn, Format: '$context.requestId' });
  const ARN = 'arn:aws:logs:us-east-1:000000000000:log-group:';
  const settings = { AccessLogSettings: group(`${ARN}/aws/http-api/upload:*`) };
  const HttpApiStage = {
    ...http.HttpApiStage,
    Properties: { ...http.HttpApiStage.Properties, ...settings },
  };

  await deploy({ ...http, HttpApiStage });

  expect([...https.values()].map(({ accessLog }) => accessLog)).toEqual([
    { group: '/aws/http-api/upload', format: '$context.requestId' },
  ]);
  expect([...sockets.values()]).toEqual([]);
});

test('templates get the address of their APIs from ApiEndpoint', async () => {
  const { sockets, stacks, deploy } = openStacks();
  const output = (api: string, Name: string) => ({
    Value: { 'Fn::GetAtt': [api, 'ApiEndpoint'] },
    Export: { Name },
  });

  await deploy(
    { ...http, ...socket },
    { Http: output('HttpApi', 'http'), Socket: output('WebsocketsApi', 'socket') },
  );

  const [id] = sockets.keys();
  expect(Object.fromEntries(stacks.exports())).toEqual({
    http: 'http://127.0.0.1:3000',
    socket: `ws://127.0.0.1:3000/websocket/${id}`,
  });
});

test('a removed route or API is no longer served', async () => {
  const { https, sockets, deploy } = openStacks();
  const { HttpApiRouteGet, ...withoutRoute } = http;
  await deploy({ ...http, ...socket });
  expect([...https.values()][0]?.routes).toHaveLength(1);

  await deploy(withoutRoute);

  expect(HttpApiRouteGet.Type).toBe('AWS::ApiGatewayV2::Route');
  expect([...https.values()].map(({ routes }) => routes)).toEqual([[]]);
  expect(sockets.size).toBe(0);
});

test.each([
  [
    'a function that does not let API Gateway in',
    { PageLambdaPermissionHttpApi: permission('HttpApiStage') },
    'no policy allows apigateway.amazonaws.com lambda:InvokeFunction',
  ],
  [
    'a stage with a name',
    { HttpApiStage: resource('Stage', { ApiId: { Ref: 'HttpApi' }, StageName: 'dev' }) },
    'served at the stage $default only, not at dev',
  ],
  ['no stage', { HttpApiStage: undefined }, 'without a stage'],
  [
    'a route without an integration',
    { HttpApiRouteGet: route('HttpApi', 'GET /', 'HttpApi') },
    'route "GET /" leads to no integration',
  ],
])('%s is reported as an error', async (_, change, message) => {
  const { deploy } = openStacks();
  const resources = Object.entries({ ...http, ...change }).filter(([, value]) => value);

  await expect(deploy(Object.fromEntries(resources))).rejects.toThrow(message);
});
