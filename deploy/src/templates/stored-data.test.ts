import { beforeAll, describe, expect, test } from '@jest/globals';
import { STACKS } from '../read-arguments.ts';
import { keptTables } from '../stacks/kept-tables.ts';
import { idIn, readStacks, type ReadStack, type Resource } from './testing/three-stacks.ts';

const TABLE = 'AWS::DynamoDB::Table';

let stacks: ReadStack[];

beforeAll(async () => {
  stacks = await readStacks();
}, 120_000);

const all = (type: string): Resource[] => stacks.flatMap(({ ofType }) => ofType(type));

describe('stored data', () => {
  test('is kept in private, encrypted buckets that accept only TLS', () => {
    const policies = all('AWS::S3::BucketPolicy').map(({ properties }) => properties);
    for (const { id, properties } of all('AWS::S3::Bucket').filter(isOurs)) {
      expect(properties).toMatchObject({
        PublicAccessBlockConfiguration: {
          ...{ BlockPublicAcls: true, BlockPublicPolicy: true },
          ...{ IgnorePublicAcls: true, RestrictPublicBuckets: true },
        },
        BucketEncryption: { ServerSideEncryptionConfiguration: [expect.anything()] },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        LifecycleConfiguration: {
          Rules: expect.arrayContaining([
            expect.objectContaining({ AbortIncompleteMultipartUpload: expect.anything() }),
          ]),
        },
      });
      expect(policies.find(({ Bucket }) => idIn(Bucket) === id)?.['PolicyDocument']).toMatchObject({
        Statement: [
          {
            ...{ Effect: 'Deny', Principal: '*', Action: 's3:*' },
            Resource: [{ 'Fn::GetAtt': [id, 'Arn'] }, { 'Fn::Sub': `\${${id}.Arn}/*` }],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      });
    }
  });

  test('is kept in tables whose rows expire', () => {
    expect(all(TABLE)).toHaveLength(9);
    for (const { properties } of all(TABLE))
      expect(properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      });
  });

  test('outlives its stack, except for open connections', () => {
    const kept = stacks.flatMap(({ template }) =>
      Object.values(template.Resources)
        .filter(({ Type, DeletionPolicy }) => Type === TABLE && DeletionPolicy !== 'Delete')
        .map(({ Properties }) => Properties['TableName']),
    );

    expect(kept.sort()).toEqual(
      STACKS.flatMap((stack) => keptTables(stack, { stage: 'local' })).sort(),
    );
  });

  test('is not exposed by outputs, which contain no secrets', () => {
    const secrets = stacks.flatMap(({ template }) =>
      Object.entries(template.Outputs).filter(([name, output]) =>
        /token|secret|password/iu.test(name + JSON.stringify(output)),
      ),
    );

    expect(secrets).toEqual([]);
  });
});

// The framework's own bucket for its packages is not.
const isOurs = ({ properties }: Resource) => properties['BucketName'] !== undefined;
