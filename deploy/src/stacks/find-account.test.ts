import { STSClient } from '@aws-sdk/client-sts';
import { expect, test } from '@jest/globals';
import { findAccount } from './find-account.ts';

const failing = (error: Error) => ({ send: () => Promise.reject(error) });
const named = (name: string) => Object.assign(new Error('refused'), { name });

test('missing credentials are reported, with what to do', async () => {
  const credentials = () => Promise.reject(named('CredentialsProviderError'));
  const sts = new STSClient({ region: 'us-east-1', credentials });
  await expect(findAccount(sts, 'us-east-1')).rejects.toThrow('There are no AWS credentials.');
});

test.each([
  [named('ExpiredToken'), 'The AWS credentials have expired. Log in again.'],
  [named('InvalidClientTokenId'), 'or af-south-1 is not enabled for its account.'],
  [
    Object.assign(new Error(), { code: 'ENOTFOUND' }),
    'af-south-1 is not an AWS region, or there is no connection.',
  ],
  [named('SomethingNew'), 'AWS rejected the credentials: refused'],
])('%s is one line', async (error, message) => {
  await expect(findAccount(failing(error), 'af-south-1')).rejects.toThrow(message);
});
