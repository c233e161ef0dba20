import type { ServerResponse } from 'node:http';
import { answerQuery, type QueryAction } from '../../aws-port/answer-query.ts';
import { actions, type WirePorts } from './actions.ts';

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';

/** Answers one request of the AWS query protocol: https://docs.aws.amazon.com/sns/latest/api/ */
export const handleSnsRequest = (
  response: ServerResponse,
  body: Buffer,
  { flush, ...ports }: WirePorts & { flush: () => Promise<void> },
): Promise<void> => {
  const bound = Array.from(actions, ([name, perform]): [string, QueryAction] => [
    name,
    (form) => perform(form, ports),
  ]);
  return answerQuery(response, body, { namespace: NAMESPACE, actions: new Map(bound), flush });
};
