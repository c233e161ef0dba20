import { ACCOUNT_ID } from '../../engine/account.ts';
import { answerError } from '../../aws-port/answer-error.ts';
import { answerQuery } from '../../aws-port/answer-query.ts';
import type { ApiService } from '../../aws-port/api-service.ts';
import { ecrCalls } from '../iam/api-calls.ts';

const MAX_BODY_BYTES = 64 * 1024;

const caller = {
  Arn: `arn:aws:iam::${ACCOUNT_ID}:root`,
  UserId: ACCOUNT_ID,
  Account: ACCOUNT_ID,
};

/** The part of STS that returns the caller's account; everyone may call it. */
export const stsService: ApiService = {
  ...{ name: 'sts', family: 'query', maxBodyBytes: MAX_BODY_BYTES },
  calls: () => [],
  denial: () => ({ statusCode: 403, code: 'AccessDenied' }),
  handle: (_request, response, body) =>
    answerQuery(response, body, {
      namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
      actions: new Map([['GetCallerIdentity', () => caller]]),
    }),
};

/** ECR without repositories: removing a stack asks for its image repository. */
export const ecrService: ApiService = {
  ...{ name: 'ecr', family: 'json', maxBodyBytes: MAX_BODY_BYTES },
  calls: ecrCalls,
  denial: () => ({ statusCode: 400, code: 'AccessDeniedException' }),
  handle: ({ headers }, response) => {
    const operation = String(headers['x-amz-target']).split('.')[1] ?? '';
    answerError(response, 'json', {
      statusCode: 400,
      ...(operation === 'DescribeRepositories' ? NO_REPOSITORY : unknown(operation)),
    });
  },
};

const NO_REPOSITORY = {
  code: 'RepositoryNotFoundException',
  message: 'The local engine has no repositories.',
};

const unknown = (operation: string) => ({
  code: 'UnknownOperationException',
  message: `${operation} is not known here`,
});
