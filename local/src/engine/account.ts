/** The account that owns every local resource. */
export const ACCOUNT_ID = '000000000000';

/** The region of every local resource. */
export const REGION = 'us-east-1';

/** The ARN of a resource of this account and region. */
export const arnOf = (service: string, resource: string) =>
  `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${resource}`;
