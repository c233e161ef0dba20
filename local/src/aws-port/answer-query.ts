import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import XMLBuilder from 'fast-xml-builder';
import { QueryError } from './query-error.ts';

const xml = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' });

/** One operation; returns the elements of its result. */
export type QueryAction = (form: URLSearchParams) => object | undefined | Promise<object>;

/** The operations of an API by name, the namespace of its documents, and what each response waits for. */
export type QueryApi = {
  namespace: string;
  actions: ReadonlyMap<string, QueryAction>;
  flush?: () => Promise<void>;
};

/** Answers one request of the AWS query protocol; InvalidAction for an unknown operation. */
export const answerQuery = async (
  response: ServerResponse,
  body: Buffer,
  { namespace, actions, flush }: QueryApi,
): Promise<void> => {
  const form = new URLSearchParams(body.toString());
  const action = form.get('Action') ?? '';
  const answer = (status: number, document: object) => {
    response.writeHead(status, { 'Content-Type': 'text/xml' });
    response.end(xml.build(document));
  };
  const RequestId = randomUUID();
  try {
    const perform = actions.get(action);
    if (!perform) throw new QueryError('InvalidAction', `${action} is not known here`);
    const result = await perform(form);
    await flush?.();
    answer(200, {
      [`${action}Response`]: {
        '@xmlns': namespace,
        ...(result && { [`${action}Result`]: result }),
        ResponseMetadata: { RequestId },
      },
    });
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const { code, message, statusCode } = error;
    const Error = { Type: 'Sender', Code: code, Message: message };
    answer(statusCode, { ErrorResponse: { '@xmlns': namespace, Error, RequestId } });
  }
};
