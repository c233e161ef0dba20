import { S3Error } from '../http/s3-error.ts';

export const MAX_PARTS = 10_000;

/** The `partNumber` of a query: 1 to 10,000. */
export const partNumberOf = ({ partNumber = '' }: Record<string, string>): number => {
  const number = /^\d{1,5}$/u.test(partNumber) ? Number(partNumber) : 0;
  if (number >= 1 && number <= MAX_PARTS) return number;
  throw new S3Error(
    'InvalidArgument',
    `Part number must be an integer between 1 and ${MAX_PARTS}, inclusive`,
    { ArgumentName: 'partNumber', ArgumentValue: partNumber },
  );
};
