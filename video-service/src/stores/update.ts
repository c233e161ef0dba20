import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { applied, type Db } from '@video-service/shared/dynamodb';

type Update = Required<Pick<UpdateCommandInput, 'TableName' | 'Key' | 'UpdateExpression'>> & {
  ConditionExpression?: string;
  values: Record<string, unknown>;
};

/** An update in which `#name` stands for the attribute `name`; false if its condition does not hold. */
export const update = (db: Db, { values, ...input }: Update): Promise<boolean> =>
  applied(
    db.send(
      new UpdateCommand({
        ...input,
        ExpressionAttributeNames: namesIn(
          `${input.UpdateExpression} ${input.ConditionExpression ?? ''}`,
        ),
        ExpressionAttributeValues: values,
      }),
    ),
  );

const namesIn = (expressions: string) =>
  Object.fromEntries((expressions.match(/#\w+/gu) ?? []).map((name) => [name, name.slice(1)]));
