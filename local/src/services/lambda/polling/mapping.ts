/** A queue whose messages Lambda passes to a function in batches, as its template declares it. */
export type EventSourceMapping = {
  id: string;
  queueArn: string;
  functionName: string;
  batchSize: number;
  /** How long the first message may wait for others to fill the batch. */
  windowSeconds: number;
  /** The maximum number of concurrent batches. */
  maximumConcurrency?: number;
  /** Whether the function reports which messages failed; otherwise the whole batch fails. */
  reportsFailedItems: boolean;
};
