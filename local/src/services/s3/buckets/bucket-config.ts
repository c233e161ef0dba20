import type { Tag } from '../index/object-details.ts';

/** The pages that may use a bucket from a browser, and how; an origin can contain one `*`. */
export type CorsRule = {
  id?: string;
  allowedOrigins: string[];
  allowedMethods: string[];
  allowedHeaders?: string[];
  exposedHeaders?: string[];
  maxAgeSeconds?: number;
};

/** Publishes events (`s3:ObjectCreated:*`) of keys with this prefix and suffix to a topic. */
export type NotificationRule = {
  topicArn: string;
  events: string[];
  prefix?: string;
  suffix?: string;
};

/** Deletes objects and incomplete uploads older than this many days. */
export type LifecycleRule = {
  prefix?: string;
  expirationDays?: number;
  abortIncompleteMultipartDays?: number;
};

export type BucketConfig = {
  cors?: CorsRule[];
  notifications?: NotificationRule[];
  lifecycle?: LifecycleRule[];
  tags?: Tag[];
};
