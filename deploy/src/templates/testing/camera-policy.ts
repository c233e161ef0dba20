import * as v from 'valibot';
import { IdentityPolicy } from '../../../../local/src/services/iam/policy.ts';
import { readStacks } from './three-stacks.ts';

/** The camera policy of video-service, for a source bucket with this ARN. */
export const readCameraPolicy = async (bucketArn: string): Promise<IdentityPolicy> => {
  const stack = (await readStacks()).find(({ name }) => name === 'video-service-local');
  const [policy] = stack?.ofType('AWS::IAM::ManagedPolicy') ?? [];
  const resolved = JSON.stringify(policy?.properties['PolicyDocument']).replaceAll(
    /\{"Fn::Sub":"\$\{SourceBucket\.Arn\}([^"]*)"\}/gu,
    (_, rest: string) => JSON.stringify(bucketArn + rest.replaceAll('${!', '${')),
  );
  return v.parse(IdentityPolicy, JSON.parse(resolved));
};
