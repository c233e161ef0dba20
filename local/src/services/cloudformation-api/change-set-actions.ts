import { isDeepStrictEqual } from 'node:util';
import { arnOf } from '../../engine/account.ts';
import { QueryError } from '../../aws-port/query-error.ts';
import { changesBetween } from './changes.ts';
import { changeStack, type ChangePorts } from './change-stack.ts';
import { invalid, readTemplate, templateOf } from './read-template.ts';
import { requireStack, required, stackId, stackNameIn } from './request.ts';
import type { StackRecord } from './stack-records.ts';

/** Changes are made one after the other, whoever requests them. */
export type ChangeSetPorts = ChangePorts & {
  /** Does the work after all earlier work. */
  inTurn: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Whether the engine itself deploys a stack of this name. */
  isOwn: (stack: string) => boolean;
};

/** Change sets: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/ */
export const changeSetActions = (ports: ChangeSetPorts) => ({
  async CreateChangeSet(form: URLSearchParams) {
    const stack = stackNameIn(form);
    const name = required(form, 'ChangeSetName');
    const type = form.get('ChangeSetType') === 'CREATE' ? 'CREATE' : 'UPDATE';
    if (form.has('Parameters.member.1.ParameterKey')) {
      throw invalid('Parameters have the values that the local engine gives them.');
    }
    if (ports.isOwn(stack)) {
      throw invalid(`Stack ${stack} is the local engine's own: it packages and deploys it itself.`);
    }
    const template = await readTemplate(form, ports.objectFile);
    const record = type === 'CREATE' ? createRecord(stack, ports) : updatable(stack, ports);
    if (type === 'CREATE') ports.records.keep(record, []);
    ports.records.keepChangeSet(stack, { name, type, template });
    return { Id: changeSetId(stack, name), StackId: stackId(stack) };
  },

  DescribeChangeSet(form: URLSearchParams) {
    const { record, changeSet } = changeSetIn(form, ports);
    const before = record.template === null ? undefined : templateOf(record.template);
    const after = templateOf(changeSet.template);
    const Changes = changesBetween(before ?? { Resources: {} }, after);
    return {
      ChangeSetName: changeSet.name,
      ChangeSetId: changeSetId(record.name, changeSet.name),
      StackId: stackId(record.name),
      StackName: record.name,
      ...(isDeepStrictEqual(before, after) ? NOTHING_TO_DO : TO_BE_DONE),
      Changes: {
        member: Changes.map(({ action, logicalId, type }) => ({
          Type: 'Resource',
          ResourceChange: { Action: action, LogicalResourceId: logicalId, ResourceType: type },
        })),
      },
    };
  },

  ExecuteChangeSet: (form: URLSearchParams) =>
    ports.inTurn(async () => {
      const { record, changeSet } = changeSetIn(form, ports);
      await changeStack(record, changeSet.template, ports);
      ports.records.forgetChangeSet(record.name, changeSet.name);
      return {};
    }),

  DeleteChangeSet(form: URLSearchParams) {
    const { name } = requireStack(form, ports.records);
    ports.records.forgetChangeSet(name, required(form, 'ChangeSetName'));
    return {};
  },
});

const TO_BE_DONE = { Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' };
const NOTHING_TO_DO = {
  Status: 'FAILED',
  ExecutionStatus: 'UNAVAILABLE',
  StatusReason:
    "The submitted information didn't contain changes. Submit different information to create a change set.",
};

const changeSetId = (stack: string, name: string) =>
  arnOf('cloudformation', `changeSet/${name}/${stack}`);

const createRecord = (name: string, { records }: ChangeSetPorts): StackRecord => {
  const existing = records.find(name);
  if (existing && existing.status !== 'REVIEW_IN_PROGRESS') {
    throw invalid(`Stack [${name}] already exists and cannot be created again.`);
  }
  const now = new Date().toISOString();
  const status = 'REVIEW_IN_PROGRESS';
  return { name, status, template: null, code: {}, createdAt: now, updatedAt: now };
};

const updatable = (name: string, { records }: ChangeSetPorts): StackRecord => {
  const record = records.find(name);
  if (!record) throw invalid(`Stack [${name}] does not exist`);
  if (record.template !== null) return record;
  throw invalid(`Stack:${stackId(name)} is in ${record.status} state and can not be updated.`);
};

const changeSetIn = (form: URLSearchParams, { records }: ChangeSetPorts) => {
  const record = requireStack(form, records);
  const name = required(form, 'ChangeSetName');
  const changeSet = records.changeSet(record.name, name);
  if (changeSet) return { record, changeSet };
  throw new QueryError('ChangeSetNotFound', `ChangeSet [${name}] does not exist`, 404);
};
