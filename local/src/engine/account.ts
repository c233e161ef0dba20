/** The account every local resource belongs to. */
export const ACCOUNT_ID = '000000000000';

/** The region every local resource lives in. */
export const REGION = 'us-east-1';

/** The ARN of a resource of this account and region. */
export const arnOf = (service: string, resource: string) =>
  `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${resource}`;
