/** The account every local resource belongs to. */
export const ACCOUNT_ID = '000000000000';

/** The region every local resource lives in. */
export const REGION = 'us-east-1';
