import * as v from 'valibot';
import { inert, number } from '../resource-kind.ts';

const DEFAULT_TIMEOUT_SECONDS = 3;
const DEFAULT_MEMORY_MB = 128;

const Code = v.strictObject({ S3Bucket: v.string(), S3Key: v.string() });
const Text = v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String));

export const FunctionProperties = v.strictObject({
  FunctionName: v.optional(v.string()),
  Code,
  Handler: v.string(),
  Runtime: v.literal('nodejs24.x'),
  Role: v.string(),
  Layers: v.optional(v.array(v.string()), []),
  Environment: v.optional(v.strictObject({ Variables: v.record(v.string(), Text) })),
  Timeout: v.optional(number, DEFAULT_TIMEOUT_SECONDS),
  MemorySize: v.optional(number, DEFAULT_MEMORY_MB),
  EphemeralStorage: v.optional(v.strictObject({ Size: number })),
  ReservedConcurrentExecutions: v.optional(number),
  DeadLetterConfig: v.optional(v.strictObject({ TargetArn: v.string() })),
  Architectures: inert,
  Description: inert,
  KmsKeyArn: inert,
  LoggingConfig: inert,
  Tags: inert,
  TracingConfig: inert,
});

export const LayerVersionProperties = v.strictObject({
  Content: Code,
  LayerName: v.optional(v.string()),
  CompatibleArchitectures: inert,
  CompatibleRuntimes: inert,
  Description: inert,
  LicenseInfo: inert,
});

export const EventInvokeConfigProperties = v.strictObject({
  FunctionName: v.string(),
  Qualifier: v.literal('$LATEST'),
  DestinationConfig: v.optional(
    v.strictObject({ OnFailure: v.strictObject({ Destination: v.string() }) }),
  ),
  MaximumRetryAttempts: v.optional(number),
  MaximumEventAgeInSeconds: v.optional(number),
});

export const PermissionProperties = v.strictObject({
  FunctionName: v.string(),
  Action: v.string(),
  Principal: v.string(),
  SourceArn: v.optional(v.string()),
  SourceAccount: v.optional(v.string()),
});
