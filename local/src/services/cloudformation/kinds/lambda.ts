import path from 'node:path';
import type * as v from 'valibot';
import { arnOf } from '../../../engine/account.ts';
import { functionArn, functionNameIn, type FunctionConfig } from '../../lambda/function-config.ts';
import type { Iam } from '../../iam/iam.ts';
import type { Access, Grant } from '../../iam/policy.ts';
import type { Lambda } from '../../lambda/lambda.ts';
import type { PackagedStack } from '@video-service/deploy/packaging/package-stack';
import { generatedName, resourceKind, type Place, type ResourceKinds } from '../resource-kind.ts';
import {
  EventInvokeConfigProperties,
  FunctionProperties,
  LayerVersionProperties,
  PermissionProperties,
} from './lambda-properties.ts';

type Functions = Pick<Lambda, 'configureFunction' | 'removeFunction'> & Pick<Iam, 'assumeRole'>;

/** A function as others of its deployment see it; `role` is an ARN. */
export type PlannedFunction = { name: string; role: string; timeoutSeconds: number };

/** Functions with their layers, the destination of failed events, and invoke permissions. */
export const lambdaKinds = (
  lambda: Functions,
  stacks: PackagedStack[],
  functions = new Map<string, PlannedFunction>(),
): ResourceKinds => {
  // Filled while planning, and complete before any function is created.
  const layers = new Map<string, string>();
  const eventConfigs = new Map<string, EventConfig>();
  const codeOf = findCode(stacks);

  return {
    'AWS::Lambda::Function': resourceKind(FunctionProperties, {
      plan: (properties, place) => {
        const name = properties.FunctionName ?? generatedName(place);
        const config = {
          ...configOf(name, properties),
          credentials: lambda.assumeRole(properties.Role, name),
          codeDir: codeOf(place, properties.Code.S3Key),
          layerDirs: properties.Layers.map((arn) => layerIn(layers, arn)),
        };
        functions.set(name, {
          ...{ name, role: properties.Role, timeoutSeconds: config.timeoutSeconds },
        });
        return {
          id: name,
          attributes: { Arn: functionArn(name) },
          needs: [
            {
              principal: 'lambda.amazonaws.com',
              action: 'sts:AssumeRole',
              resource: properties.Role,
              checkedAtOnce: true,
            },
            ...logAccess(name, properties.Role),
            ...failureAccess(name, config.deadLetter, properties.Role),
          ],
          apply: () => lambda.configureFunction({ ...config, ...eventConfigs.get(name) }),
        };
      },
      remove: lambda.removeFunction,
    }),

    'AWS::Lambda::LayerVersion': resourceKind(LayerVersionProperties, {
      plan: ({ Content, LayerName }, place) => {
        // One version: changed code comes in another directory, whatever its number.
        const arn = arnOf('lambda', `layer:${LayerName ?? generatedName(place)}:1`);
        layers.set(arn, codeOf(place, Content.S3Key));
        return { id: arn };
      },
    }),

    'AWS::Lambda::EventInvokeConfig': resourceKind(EventInvokeConfigProperties, {
      plan: (properties, place) => {
        const name = nameOf(properties.FunctionName);
        const config = eventConfigOf(properties);
        eventConfigs.set(name, config);
        return {
          id: generatedName(place),
          needs: failureAccess(name, config.onFailure, functions.get(name)?.role ?? ''),
        };
      },
    }),

    'AWS::Lambda::Permission': resourceKind(PermissionProperties, {
      plan: (properties, place) => ({ id: generatedName(place), grants: [grantOf(properties)] }),
    }),
  };
};

const findCode =
  (stacks: PackagedStack[]) =>
  ({ stack }: Place, key: string): string => {
    const zip = path.posix.basename(key);
    const directory = stacks.find(({ name }) => name === stack)?.code[zip];
    if (directory === undefined) throw new Error(`${zip} is not in the package`);
    return directory;
  };

const layerIn = (layers: Map<string, string>, arn: string) => {
  const directory = layers.get(arn);
  if (directory === undefined) throw new Error(`there is no layer ${arn}`);
  return directory;
};

const nameOf = (reference: string) => {
  const name = functionNameIn(reference);
  if (name === undefined) throw new Error(`${reference} is no function`);
  return name;
};

// Lambda writes a function's log with its role, and nothing without permission.
const logAccess = (name: string, role: string): Access[] =>
  ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({
    principal: role,
    action,
    resource: arnOf('logs', `log-group:/aws/lambda/${name}:log-stream:any`),
  }));

const ACTIONS = new Map([
  ['sns', 'sns:Publish'],
  ['sqs', 'sqs:SendMessage'],
  ['lambda', 'lambda:InvokeFunction'],
]);

// Lambda sends failed events with the function's role, and checks the permission at once.
const failureAccess = (name: string, target: string | undefined, role: string): Access[] => {
  if (target === undefined) return [];
  const action = ACTIONS.get(target.split(':')[2] ?? '');
  if (action === undefined) throw new Error(`${target} cannot take what ${name} fails at`);
  const sourceArn = functionArn(name);
  return [{ principal: role, action, resource: target, sourceArn, checkedAtOnce: true }];
};

const configOf = (name: string, properties: v.InferOutput<typeof FunctionProperties>) => {
  const { EphemeralStorage, ReservedConcurrentExecutions, DeadLetterConfig } = properties;
  return {
    name,
    handler: properties.Handler,
    environment: properties.Environment?.Variables ?? {},
    timeoutSeconds: properties.Timeout,
    memoryMb: properties.MemorySize,
    ...(EphemeralStorage && { ephemeralStorageMb: EphemeralStorage.Size }),
    ...(ReservedConcurrentExecutions !== undefined && {
      reservedConcurrency: ReservedConcurrentExecutions,
    }),
    ...(DeadLetterConfig && { deadLetter: DeadLetterConfig.TargetArn }),
  };
};

type EventConfig = Pick<
  FunctionConfig,
  'maximumRetryAttempts' | 'maximumEventAgeSeconds' | 'onFailure'
>;

const eventConfigOf = (
  properties: v.InferOutput<typeof EventInvokeConfigProperties>,
): EventConfig => {
  const { DestinationConfig, MaximumRetryAttempts, MaximumEventAgeInSeconds } = properties;
  return {
    ...(MaximumRetryAttempts !== undefined && { maximumRetryAttempts: MaximumRetryAttempts }),
    ...(MaximumEventAgeInSeconds !== undefined && {
      maximumEventAgeSeconds: MaximumEventAgeInSeconds,
    }),
    ...(DestinationConfig && { onFailure: DestinationConfig.OnFailure.Destination }),
  };
};

const grantOf = (permission: v.InferOutput<typeof PermissionProperties>): Grant => ({
  Effect: 'Allow',
  Principal: { Service: [permission.Principal] },
  Action: [permission.Action],
  Resource: [functionArn(nameOf(permission.FunctionName))],
  Condition: {
    ...(permission.SourceArn && { ArnLike: { 'aws:SourceArn': [permission.SourceArn] } }),
    ...(permission.SourceAccount && {
      StringEquals: { 'aws:SourceAccount': [permission.SourceAccount] },
    }),
  },
});
