import {
  type DynamoDBDocumentClient,
  paginateQuery,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';

/** Every row of a query, read page after page. */
export async function* queryAll(
  client: DynamoDBDocumentClient,
  query: QueryCommandInput,
): AsyncGenerator<Record<string, unknown>> {
  for await (const { Items = [] } of paginateQuery({ client }, query)) yield* Items;
}
