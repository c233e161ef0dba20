const KEPT_SECONDS = 90 * 24 * 3600;

/**
 * When a row written now expires, in DynamoDB's epoch seconds. Far longer than any notification can be in flight (SNS
 * gives up after 23 days, the dead-letter queue after 14).
 */
export const expiryOf = (nowMs: number) => Math.floor(nowMs / 1000) + KEPT_SECONDS;
