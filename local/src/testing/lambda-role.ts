/** A role that Lambda can assume, with these policy documents. */
export const lambdaRole = (...documents: unknown[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    },
    Policies: documents.map((PolicyDocument, index) => ({
      PolicyName: `policy-${index}`,
      PolicyDocument,
    })),
  },
});
