import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import XMLBuilder from 'fast-xml-builder';
import { actions, type WirePorts } from './actions.ts';
import { SnsError } from './sns-error.ts';

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';
const xml = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' });

/** Answers one request of the AWS query protocol: https://docs.aws.amazon.com/sns/latest/api/ */
export const handleSnsRequest = (response: ServerResponse, body: Buffer, ports: WirePorts) => {
  const form = new URLSearchParams(body.toString());
  const action = form.get('Action') ?? '';
  const answer = (status: number, document: object) => {
    response.writeHead(status, { 'Content-Type': 'text/xml' });
    response.end(xml.build(document));
  };
  const RequestId = randomUUID();
  try {
    const result = run(action, form, ports);
    answer(200, {
      [`${action}Response`]: {
        '@xmlns': NAMESPACE,
        ...(result && { [`${action}Result`]: result }),
        ResponseMetadata: { RequestId },
      },
    });
  } catch (error) {
    if (!(error instanceof SnsError)) throw error;
    const { code, message, statusCode } = error;
    const Error = { Type: 'Sender', Code: code, Message: message };
    answer(statusCode, { ErrorResponse: { '@xmlns': NAMESPACE, Error, RequestId } });
  }
};

const run = (action: string, form: URLSearchParams, ports: WirePorts) => {
  const perform = actions.get(action);
  if (!perform) throw new SnsError('InvalidAction', `${action} is not known here`);
  return perform(form, ports);
};
