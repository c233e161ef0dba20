import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import {
  type Clients,
  createBankReader,
  type ResourceNames,
  type Row,
} from '@video-service/shared/where/bank-reader';
import type { Letter } from '@video-service/shared/where/gather-facts';
import { createDeadLetters, type DeadLetter } from '../services/sqs/dead-letters.ts';

export type OperatorReader = ReturnType<typeof createOperatorReader>;

type Options = {
  names: ResourceNames;
  /** Matches the names of the stage's dead-letter queues, all of which are searched. */
  deadLetters: RegExp;
};

/** What an operator may read beyond the rows of one video: all sessions and the dead letters; changes nothing. */
export const createOperatorReader = (clients: Clients, { names, deadLetters: ours }: Options) => {
  const db = DynamoDBDocumentClient.from(clients.dynamodb);
  const deadLetters = createDeadLetters(clients.sqs);
  return {
    bank: createBankReader(clients, names),

    /** Every row of the session table, to search by a part of a name. */
    async *sessions(): AsyncGenerator<Row> {
      const pages = paginateScan({ client: db }, { TableName: names.tables.sessions });
      for await (const { Items = [] } of pages) yield* Items;
    },

    /** All dead letters of the stage; each is returned unchanged. */
    async deadLetters(): Promise<Letter[]> {
      const urls = await deadLetters.queues('dead-letter');
      const named = urls.filter((url) => ours.test(url.split('/').at(-1) ?? ''));
      const letters = (await Promise.all(named.map((url) => deadLetters.receive(url)))).flat();
      await Promise.all(letters.map((letter) => deadLetters.release(letter)));
      return letters.map(letterOf);
    },
  };
};

const letterOf = ({ id, body, failed, queue, undelivered, sentAt }: DeadLetter): Letter => {
  const topic = undelivered?.topicArn.split(':').at(-1);
  return {
    id,
    body,
    step: failed?.functionArn.split(':')[6] ?? queue ?? topic ?? 'a message',
    reason:
      failed?.reason ?? (queue === undefined ? 'it could not be delivered' : 'too many tries'),
    at: failed?.failedAt ?? sentAt,
  };
};
