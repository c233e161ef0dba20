import {
  type CloudFormationClient,
  type Output,
  paginateDescribeStacks,
  paginateListStackResources,
  type Stack as Described,
} from '@aws-sdk/client-cloudformation';

/** CloudFormation's information on a stack, with the outputs of our own templates. */
export type DeployedStack = { name: string; status: string; outputs: StackOutput[] };
export type StackOutput = { key: string; value: string; description: string };

export type StackStore = {
  /** The existing stacks of these names, in whatever state. */
  find: (names: readonly string[]) => Promise<DeployedStack[]>;
  /** The buckets in which the stack keeps its users' files. */
  bucketsOf: (name: string) => Promise<string[]>;
  tablesOf: (name: string) => Promise<string[]>;
};

// The framework's own, which it empties itself.
const DEPLOYMENT_BUCKET = 'ServerlessDeploymentBucket';

export const createStackStore = (client: CloudFormationClient): StackStore => ({
  async find(names) {
    const found: DeployedStack[] = [];
    // Lists all stacks, because asking for a missing one is an error like any other.
    for await (const { Stacks = [] } of paginateDescribeStacks({ client }, {})) {
      found.push(...Stacks.map(describe).filter(({ name }) => names.includes(name)));
    }
    return found;
  },

  bucketsOf: (name) => resourcesOf(client, name, 'AWS::S3::Bucket'),
  tablesOf: (name) => resourcesOf(client, name, 'AWS::DynamoDB::Table'),
});

const resourcesOf = async (client: CloudFormationClient, StackName: string, type: string) => {
  const names: string[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName })) {
    for (const resource of page.StackResourceSummaries ?? []) {
      const { ResourceType, LogicalResourceId, ResourceStatus, PhysicalResourceId } = resource;
      if (ResourceType !== type || LogicalResourceId === DEPLOYMENT_BUCKET) continue;
      if (ResourceStatus === 'DELETE_COMPLETE' || !PhysicalResourceId) continue;
      names.push(PhysicalResourceId);
    }
  }
  return names;
};

const describe = ({ StackName = '', StackStatus, Outputs = [] }: Described): DeployedStack => ({
  name: StackName,
  status: StackStatus ?? '',
  outputs: Outputs.filter(isOurs).map(describeOutput),
});

// The framework's own exports mean nothing to users.
const isOurs = ({ ExportName = '', OutputKey }: Output) =>
  OutputKey !== `${DEPLOYMENT_BUCKET}Name` && !ExportName.startsWith('sls-');

const describeOutput = ({ OutputKey = '', OutputValue = '', Description = '' }: Output) => ({
  key: OutputKey,
  value: OutputValue,
  description: Description,
});
