import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import pLimit from 'p-limit';
import { answerQuery, type QueryAction } from '../../aws-port/answer-query.ts';
import type { ApiService } from '../../aws-port/api-service.ts';
import { flush } from '../../state/flush.ts';
import type { Stacks } from '../cloudformation/stacks.ts';
import { cloudFormationCalls } from '../iam/api-calls.ts';
import type { PackagedStack } from '@video-service/deploy/packaging/package-stack';
import { ecrService, stsService } from './account-services.ts';
import { changeSetActions } from './change-set-actions.ts';
import { packagedStack } from './change-stack.ts';
import { removeUnused } from './fetch-code.ts';
import { withGetFunction, type GetFunctionPorts } from './get-function.ts';
import type { ObjectFile } from './read-template.ts';
import { stackActions } from './stack-actions.ts';
import { openStackRecords } from './stack-records.ts';

const MAX_BODY_BYTES = 2 * 1024 ** 2;

export type CloudFormationApiOptions = {
  db: DatabaseSync;
  stateDir: string;
  stacks: () => Stacks;
  /** The stacks that the engine packages itself. */
  own: PackagedStack[];
  objectFile: ObjectFile;
  functionConfig: GetFunctionPorts['functionConfig'];
};

/** CloudFormation's API over the engine's stacks, with the parts of other APIs that a deployment uses. */
export const createCloudFormationApi = (options: CloudFormationApiOptions) => {
  const records = openStackRecords(options.db);
  const names = new Set(options.own.map(({ name }) => name));
  const turn = pLimit(1);
  const home = path.join(options.stateDir, 'code');
  const actionsOf = (stacks: Stacks) => {
    const ports = {
      ...{ records, stacks, home, objectFile: options.objectFile },
      inTurn: turn,
      isOwn: (name: string) => names.has(name),
    };
    return new Map<string, QueryAction>(
      Object.entries({ ...changeSetActions(ports), ...stackActions(ports) }),
    );
  };

  const cloudFormation: ApiService = {
    ...{ name: 'cloudformation', family: 'query', maxBodyBytes: MAX_BODY_BYTES },
    calls: cloudFormationCalls,
    denial: () => ({ statusCode: 403, code: 'AccessDenied' }),
    handle: (_request, response, body) =>
      answerQuery(response, body, {
        namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
        actions: actionsOf(options.stacks()),
        flush: () => flush(options.db),
      }),
  };

  return {
    services: [cloudFormation, stsService, ecrService],

    /** Lambda's API, which also answers questions about functions. */
    withGetFunction: (handle: ApiService['handle']) =>
      withGetFunction(handle, {
        ...{ records, functionConfig: options.functionConfig },
        stacks: { plan: (name) => options.stacks().plan(name) },
      }),

    /** Deploys the engine's own stacks and those of earlier deployments, before any requested change. */
    bringUp: () =>
      turn(async () => {
        // A stack that was deployed through the API before and is packaged now belongs to the engine.
        for (const name of names) records.forget(name);
        const kept = records.list();
        const used = kept.map(({ code }) => code);
        await removeUnused(home, used);
        const earlier = kept.flatMap((record) => packagedStack(record) ?? []);
        await options.stacks().deploy([...options.own, ...earlier]);
      }),
  };
};
