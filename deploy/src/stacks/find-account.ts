import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import * as v from 'valibot';

/** The account id of the credentials; otherwise throws a one-line reason. */
export const findAccount = async (
  sts: Pick<STSClient, 'send'>,
  region: string,
): Promise<string> => {
  const { Account } = await sts.send(new GetCallerIdentityCommand({})).catch((cause: unknown) => {
    throw new Error(explain(cause, region), { cause });
  });
  if (Account === undefined) throw new Error('AWS did not return the account of the credentials.');
  return Account;
};

// The SDK has no class for these errors of the API and the network, only codes.
const Failure = v.object({ name: v.string(), message: v.string(), code: v.optional(v.string()) });

const explain = (cause: unknown, region: string): string => {
  const { name, code, message } = v.parse(Failure, cause);
  return reasons(region)[code ?? name] ?? `AWS rejected the credentials: ${message}`;
};

const reasons = (region: string): Record<string, string> => ({
  CredentialsProviderError:
    'There are no AWS credentials. Run "aws configure", set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or choose a profile with --profile.',
  ExpiredToken: 'The AWS credentials have expired. Log in again.',
  ExpiredTokenException: 'The AWS credentials have expired. Log in again.',
  InvalidClientTokenId: `AWS does not recognize the access key, or ${region} is not enabled for its account.`,
  SignatureDoesNotMatch: 'The AWS secret access key does not match the access key.',
  ENOTFOUND: `${region} is not an AWS region, or there is no connection.`,
  EAI_AGAIN: 'AWS cannot be reached. Check your connection.',
  ECONNREFUSED: 'Nothing is listening at AWS_ENDPOINT_URL.',
});
