/** A queue whose messages Lambda hands to a function in batches, as its template declares it. */
export type EventSourceMapping = {
  id: string;
  queueArn: string;
  functionName: string;
  batchSize: number;
  /** How long the first message may wait for others to fill the batch. */
  windowSeconds: number;
  /** At most so many batches at a time. */
  maximumConcurrency?: number;
  /** Whether the function says which messages it has failed; otherwise a failure is one of the whole batch. */
  reportsFailedItems: boolean;
};
