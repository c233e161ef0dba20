import * as v from 'valibot';
import { ACCOUNT_ID, arnOf } from '../../engine/account.ts';
import { action, queueAt, type SqsPorts } from './action.ts';
import { noSuchQueue } from './sqs-error.ts';
import { queueAttributes } from './wire-shapes.ts';

const Queue = { QueueUrl: v.string() };

export const PurgeQueue = action(v.object(Queue), ({ QueueUrl }, ports) => {
  ports.messages.purge(queueAt(QueueUrl, ports).arn);
  return {};
});

export const GetQueueAttributes = action(
  v.object({ ...Queue, AttributeNames: v.optional(v.array(v.string()), []) }),
  ({ QueueUrl, AttributeNames }, ports) => {
    const queue = queueAt(QueueUrl, ports);
    const attributes = Object.entries(queueAttributes(queue, ports.messages.count(queue)));
    const wanted = attributes.filter(
      ([name]) => AttributeNames.includes('All') || AttributeNames.includes(name),
    );
    return { Attributes: Object.fromEntries(wanted) };
  },
);

export const GetQueueUrl = action(v.object({ QueueName: v.string() }), ({ QueueName }, ports) => {
  if (!ports.queues.get(arnOf('sqs', QueueName))) throw noSuchQueue();
  return { QueueUrl: queueUrl(QueueName, ports) };
});

export const ListQueues = action(
  v.object({ QueueNamePrefix: v.optional(v.string(), '') }),
  ({ QueueNamePrefix }, ports) => ({
    QueueUrls: ports.queues
      .all()
      .filter(({ name }) => name.startsWith(QueueNamePrefix))
      .map(({ name }) => queueUrl(name, ports)),
  }),
);

const queueUrl = (name: string, { baseUrl }: Pick<SqsPorts, 'baseUrl'>) =>
  `${baseUrl}/${ACCOUNT_ID}/${name}`;
