import * as v from 'valibot';
import type { BucketConfig, NotificationRule } from '../../s3/buckets/bucket-config.ts';
import type { S3 } from '../../s3/s3.ts';
import {
  generatedName,
  inert,
  number,
  resourceKind,
  type ResourceKinds,
} from '../resource-kind.ts';

const FilterRule = v.strictObject({
  Name: v.pipe(v.string(), v.toLowerCase(), v.picklist(['prefix', 'suffix'])),
  Value: v.string(),
});
const TopicConfiguration = v.strictObject({
  Topic: v.string(),
  Event: v.string(),
  Filter: v.optional(v.strictObject({ S3Key: v.strictObject({ Rules: v.array(FilterRule) }) })),
});
const CorsRule = v.strictObject({
  Id: inert,
  AllowedOrigins: v.array(v.string()),
  AllowedMethods: v.array(v.string()),
  AllowedHeaders: v.optional(v.array(v.string()), []),
  ExposedHeaders: v.optional(v.array(v.string()), []),
  MaxAge: v.optional(number),
});
const LifecycleRule = v.strictObject({
  Id: inert,
  Status: v.picklist(['Enabled', 'Disabled']),
  Prefix: v.optional(v.string(), ''),
  ExpirationInDays: v.optional(number),
  AbortIncompleteMultipartUpload: v.optional(v.strictObject({ DaysAfterInitiation: number })),
});

const Bucket = v.strictObject({
  BucketName: v.optional(v.string()),
  CorsConfiguration: v.optional(v.strictObject({ CorsRules: v.array(CorsRule) })),
  LifecycleConfiguration: v.optional(v.strictObject({ Rules: v.array(LifecycleRule) })),
  NotificationConfiguration: v.optional(
    v.strictObject({ TopicConfigurations: v.array(TopicConfiguration) }),
  ),
  BucketEncryption: inert,
  OwnershipControls: inert,
  PublicAccessBlockConfiguration: inert,
  Tags: inert,
});
type BucketProperties = v.InferOutput<typeof Bucket>;

/** Buckets; their notifications need a topic that lets S3 publish. */
export const s3Kinds = (s3: Pick<S3, 'configureBucket' | 'removeBucket'>): ResourceKinds => ({
  'AWS::S3::Bucket': resourceKind(Bucket, {
    plan: (properties, place) => {
      const id = properties.BucketName ?? generatedName(place).toLowerCase().slice(-63);
      const arn = `arn:aws:s3:::${id}`;
      const config = configOf(properties);
      return {
        id,
        attributes: { Arn: arn, DomainName: `${id}.s3.amazonaws.com` },
        needs: (config.notifications ?? []).map(({ topicArn }) => ({
          principal: 's3.amazonaws.com',
          action: 'sns:Publish',
          resource: topicArn,
          sourceArn: arn,
          checkedAtOnce: true,
        })),
        apply: () => s3.configureBucket(id, config),
      };
    },
    remove: s3.removeBucket,
  }),
});

const configOf = (bucket: BucketProperties): BucketConfig => ({
  cors: (bucket.CorsConfiguration?.CorsRules ?? []).map((rule) => ({
    allowedOrigins: rule.AllowedOrigins,
    allowedMethods: rule.AllowedMethods,
    allowedHeaders: rule.AllowedHeaders,
    exposedHeaders: rule.ExposedHeaders,
    ...(rule.MaxAge !== undefined && { maxAgeSeconds: rule.MaxAge }),
  })),
  notifications: (bucket.NotificationConfiguration?.TopicConfigurations ?? []).map(notificationOf),
  lifecycle: (bucket.LifecycleConfiguration?.Rules ?? [])
    .filter(({ Status }) => Status === 'Enabled')
    .map(lifecycleOf),
});

const notificationOf = (
  notification: v.InferOutput<typeof TopicConfiguration>,
): NotificationRule => ({
  topicArn: notification.Topic,
  events: [notification.Event],
  ...Object.fromEntries(
    (notification.Filter?.S3Key.Rules ?? []).map(({ Name, Value }) => [Name, Value]),
  ),
});

const lifecycleOf = (rule: v.InferOutput<typeof LifecycleRule>) => {
  const { Prefix, ExpirationInDays, AbortIncompleteMultipartUpload: abort } = rule;
  return {
    prefix: Prefix,
    ...(ExpirationInDays !== undefined && { expirationDays: ExpirationInDays }),
    ...(abort && { abortIncompleteMultipartDays: abort.DaysAfterInitiation }),
  };
};
