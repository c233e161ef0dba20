import { checkExposure, DEFAULT_ACCESS_KEY, type AccessKey } from '../aws-port/access-key.ts';
import { apiServices } from '../aws-port/api-services.ts';
import { openAwsPort } from '../aws-port/aws-port.ts';
import { createCloudFormationApi } from '../services/cloudformation-api/cloudformation-api.ts';
import { createKinds } from '../services/cloudformation/kinds.ts';
import { createStacks } from '../services/cloudformation/stacks.ts';
import { openGateways } from './gateways.ts';
import { createIam, type OnRoleCall } from '../services/iam/iam.ts';
import type { PackagedStack } from '@video-service/deploy/packaging/package-stack';
import type { Model } from '../services/rekognition/models/model.ts';
import { startServices, stop, type ServicesOptions } from './services.ts';
import { openStateDirectory } from '../state/state-directory.ts';

const LOOPBACK = '127.0.0.1';

export type EngineOptions = {
  stateDir: string;
  /** The stacks that the engine deploys itself; without any, it waits for deployments through CloudFormation's API. */
  stacks: PackagedStack[];
  host?: string;
  /** 0 for any free port. */
  awsPort: number;
  pagePort: number;
  accessKey?: AccessKey;
  /** The origin of the page port for other machines, as behind a reverse proxy. */
  address?: string;
  /** Receives errors that do not stop the engine. */
  warn?: (message: string) => void;
  onRoleCall?: OnRoleCall;
  /** The label detector to use instead of the built-in models. */
  labelsModel?: Model;
} & Pick<ServicesOptions, 'onDelivery' | 'retryDelaysSeconds' | 'redeliverySeconds'>;

export type Engine = Awaited<ReturnType<typeof startEngine>>;

/** AWS on one machine, as far as the stacks need it: the AWS APIs on one port, HTTP APIs and pages on another. */
export const startEngine = async (options: EngineOptions) => {
  const {
    stateDir,
    host = LOOPBACK,
    accessKey = DEFAULT_ACCESS_KEY,
    warn = console.warn,
  } = options;
  checkExposure({ host, address: options.address }, accessKey);
  await using running = new AsyncDisposableStack();

  const { db, close } = openStateDirectory(stateDir);
  running.defer(close);
  const iam = createIam(accessKey, options.onRoleCall);
  const base = { ...options, db, host, credentials: iam.credentials };

  let isUp = false;
  const services = await startServices(
    { ...base, warn, awsEndpoint: () => aws.url, isUp: () => isUp },
    running,
  );
  const cloudFormation = createCloudFormationApi({
    ...{ db, stateDir, own: options.stacks, stacks: () => stacks },
    objectFile: (bucket, key) => services.s3.objectFile(bucket, key),
    functionConfig: (name) => services.lambda.functionConfig(name),
  });
  const { invoke } = services.lambda;
  const gateways = await openGateways(
    {
      ...{ ...base, port: options.pagePort, invoke },
      ...{ s3: services.s3.handle, awsUrl: () => aws.url },
    },
    running,
  );

  const stacks = createStacks({
    db,
    warn,
    kinds: (packaged) => createKinds({ ...services, iam, gateways }, packaged),
    // Where the bot's stack finds Messenger, which on AWS is Facebook.
    parameters: {
      GraphApiUrl: `${gateways.http.url}/graph`,
      TrustedOrigins: gateways.http.url,
    },
  });
  const lambda = { handle: cloudFormation.withGetFunction(services.lambda.handle) };
  const aws = await openAwsPort({
    ...{ ...base, port: options.awsPort, s3: services.s3.handle },
    services: [...apiServices({ ...services, lambda }), ...cloudFormation.services],
  });
  running.adopt(aws, stop);
  // Stopped first, so that no function fails because a service is gone.
  running.adopt(services.lambda, stop);
  await cloudFormation.bringUp();
  isUp = true;
  const labelModels = await services.rekognition.models;

  const started = running.move();
  return {
    urls: { aws: aws.url, page: gateways.http.url },
    accessKey,
    stacks,
    /** The names of the label models. */
    labelModels,
    /** Where an object's bytes are on disk. */
    objectFile: (bucket: string, key: string) => services.s3.objectFile(bucket, key),
    stop: () => started.disposeAsync(),
  };
};
