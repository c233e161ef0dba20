import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiService } from '../aws-port/api-service.ts';
import type { Stacks } from '../cloudformation/stacks.ts';
import { functionArn } from '../lambda/function-config.ts';
import type { StackRecord, StackRecords } from './stack-records.ts';

const FUNCTION_PATH = /^\/2015-03-31\/functions\/([\w-]+)$/u;

export type GetFunctionPorts = { records: StackRecords; stacks: Pick<Stacks, 'plan'> };

/** Lambda's API with GetFunction beside it, as far as it tells when a function was changed last. */
export const withGetFunction =
  (handle: ApiService['handle'], ports: GetFunctionPorts): ApiService['handle'] =>
  (request, response, body) => {
    const name = request.method === 'GET' ? FUNCTION_PATH.exec(pathOf(request))?.[1] : undefined;
    if (name === undefined) return handle(request, response, body);
    answer(response, name, stackOf(name, ports));
  };

const pathOf = ({ url = '/' }: IncomingMessage) => url.split('?', 1)[0] ?? '/';

const stackOf = (name: string, { records, stacks }: GetFunctionPorts) =>
  records
    .list()
    .find((record) =>
      stacks
        .plan(record.name)
        ?.resources.some(({ type, id }) => type === 'AWS::Lambda::Function' && id === name),
    );

const answer = (response: ServerResponse, name: string, stack: StackRecord | undefined) => {
  const FunctionArn = functionArn(name);
  response.writeHead(stack ? 200 : 404, {
    'Content-Type': 'application/json',
    ...(!stack && { 'x-amzn-ErrorType': 'ResourceNotFoundException' }),
  });
  const missing = { Type: 'User', Message: `Function not found: ${FunctionArn}` };
  const Configuration = { FunctionName: name, FunctionArn, LastModified: stack?.updatedAt };
  response.end(JSON.stringify(stack ? { Configuration } : missing));
};
