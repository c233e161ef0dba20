import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiService } from '../../aws-port/api-service.ts';
import { functionArn, functionNameIn, type FunctionConfig } from '../lambda/function-config.ts';
import type { Stacks } from '../cloudformation/stacks.ts';
import type { StackRecords } from './stack-records.ts';

const FUNCTION_PATH =
  /^\/2015-03-31\/functions\/(?<reference>[^/]+)(?<configuration>\/configuration)?$/u;

export type GetFunctionPorts = {
  records: StackRecords;
  stacks: Pick<Stacks, 'plan'>;
  functionConfig: (name: string) => FunctionConfig | undefined;
};

/** Lambda's API, extended with GetFunction and GetFunctionConfiguration for every local function. */
export const withGetFunction = (
  handle: ApiService['handle'],
  ports: GetFunctionPorts,
): ApiService['handle'] => {
  const startedAt = new Date().toISOString();
  return (request, response, body) => {
    const { reference = '', configuration } = FUNCTION_PATH.exec(pathOf(request))?.groups ?? {};
    if (request.method !== 'GET' || !reference) return handle(request, response, body);
    const name = functionNameIn(reference.replace(/%3A/giu, ':').replace(/%24/gu, '$'));
    const config = name === undefined ? undefined : ports.functionConfig(name);
    if (!config) {
      refuse(response, reference);
      return;
    }
    const described = describe(config, changedAt(config.name, ports) ?? startedAt);
    send(response, 200, configuration ? described : { Configuration: described });
  };
};

const pathOf = ({ url = '/' }: IncomingMessage) => url.split('?', 1)[0] ?? '/';

// The framework uses it to decide whether there is something to deploy.
const changedAt = (name: string, { records, stacks }: GetFunctionPorts) =>
  records
    .list()
    .find((record) =>
      stacks
        .plan(record.name)
        ?.resources.some(({ type, id }) => type === 'AWS::Lambda::Function' && id === name),
    )?.updatedAt;

// Its variables can contain secrets, which nobody needs here.
const describe = (config: FunctionConfig, LastModified: string) => ({
  FunctionName: config.name,
  FunctionArn: functionArn(config.name),
  Handler: config.handler,
  Runtime: 'nodejs24.x',
  PackageType: 'Zip',
  Version: '$LATEST',
  Timeout: config.timeoutSeconds,
  MemorySize: config.memoryMb,
  EphemeralStorage: { Size: config.ephemeralStorageMb ?? 512 },
  ...(config.deadLetter !== undefined && { DeadLetterConfig: { TargetArn: config.deadLetter } }),
  State: 'Active',
  LastUpdateStatus: 'Successful',
  LastModified,
});

const refuse = (response: ServerResponse, reference: string) => {
  response.setHeader('x-amzn-ErrorType', 'ResourceNotFoundException');
  send(response, 404, { Type: 'User', Message: `Function not found: ${reference}` });
};

const send = (response: ServerResponse, status: number, body: object) => {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
};
