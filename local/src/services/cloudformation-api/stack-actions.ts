import type { StackPlan } from '../cloudformation/plan-stack.ts';
import type { Stacks } from '../cloudformation/stacks.ts';
import type { ChangeSetPorts } from './change-set-actions.ts';
import { deleteStack } from './change-stack.ts';
import { invalid, readTemplate } from './read-template.ts';
import { requireStack, required, stackId, stackNameIn } from './request.ts';
import type { StackRecord } from './stack-records.ts';

export type StackPorts = ChangeSetPorts & { stacks: Pick<Stacks, 'plan' | 'exported'> };

/** Stacks and their resources: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/ */
export const stackActions = (ports: StackPorts) => {
  const { records, stacks } = ports;
  return {
    DescribeStacks(form: URLSearchParams) {
      const found = form.has('StackName') ? [requireStack(form, records)] : records.list();
      return {
        Stacks: { member: found.map((record) => describe(record, stacks.plan(record.name))) },
      };
    },

    DescribeStackEvents(form: URLSearchParams) {
      const { name } = requireStack(form, records);
      const member = records.events(name).map((event) => ({
        ...{ EventId: event.id, StackId: stackId(name), StackName: name, Timestamp: event.at },
        ...{ LogicalResourceId: event.logicalId, ResourceType: event.type },
        ResourceStatus: event.status,
        ...(event.reason !== undefined && { ResourceStatusReason: event.reason }),
      }));
      return { StackEvents: { member } };
    },

    DescribeStackResource(form: URLSearchParams) {
      const record = requireStack(form, records);
      const id = required(form, 'LogicalResourceId');
      const resource = resourcesOf(record, stacks.plan(record.name)).find(
        ({ LogicalResourceId }) => LogicalResourceId === id,
      );
      if (!resource) throw invalid(`Resource ${id} does not exist for stack ${record.name}`);
      return { StackResourceDetail: { ...resource, StackName: record.name } };
    },

    ListStackResources(form: URLSearchParams) {
      const record = requireStack(form, records);
      return { StackResourceSummaries: { member: resourcesOf(record, stacks.plan(record.name)) } };
    },

    ListExports: () => ({
      Exports: {
        member: stacks.exported().map(({ name, value, stack }) => ({
          ...{ ExportingStackId: stackId(stack), Name: name, Value: value },
        })),
      },
    }),

    async ValidateTemplate(form: URLSearchParams) {
      await readTemplate(form, ports.objectFile);
      return { Parameters: { member: [] } };
    },

    DeleteStack: (form: URLSearchParams) =>
      ports.inTurn(async () => {
        const record = records.find(stackNameIn(form));
        // As on AWS, a missing stack counts as deleted.
        if (record) await deleteStack(record, ports);
        return {};
      }),
  };
};

const describe = (record: StackRecord, plan: StackPlan | undefined) => ({
  StackId: stackId(record.name),
  StackName: record.name,
  StackStatus: record.status,
  CreationTime: record.createdAt,
  LastUpdatedTime: record.updatedAt,
  DisableRollback: false,
  Outputs: {
    member: (plan?.outputs ?? []).map(({ name, value, description, exportName }) => ({
      ...{ OutputKey: name, OutputValue: value },
      ...(description !== undefined && { Description: description }),
      ...(exportName !== undefined && { ExportName: exportName }),
    })),
  },
});

const resourcesOf = ({ updatedAt, createdAt }: StackRecord, plan: StackPlan | undefined) =>
  (plan?.resources ?? []).map(({ logicalId, type, id, ref = id }) => ({
    ...{ LogicalResourceId: logicalId, PhysicalResourceId: ref, ResourceType: type },
    ResourceStatus: updatedAt === createdAt ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE',
    LastUpdatedTimestamp: updatedAt,
  }));
