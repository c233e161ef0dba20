import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { conditions } from './contract/conditions.ts';
import { queries } from './contract/queries.ts';
import { refusals } from './contract/refusals.ts';
import { createRequests, type Requests } from './contract/requests.ts';
import { updates } from './contract/updates.ts';
import { values } from './contract/values.ts';

const START_TIMEOUT_MS = 120_000;

type Subject = { db: DynamoDBDocumentClient; stop: () => Promise<void> };

/** The DynamoDB behaviour that this system relies on: the same on AWS, Amazon's own emulator and the engine. */
export const dynamoDbContract = (start: () => Promise<Subject>) => {
  let subject: Subject;
  let requests: Requests;
  beforeAll(async () => {
    subject = await start();
    requests = createRequests(subject.db);
  }, START_TIMEOUT_MS);
  afterAll(() => subject.stop());

  describe('conditions', () => conditions(() => requests));
  describe('updates', () => updates(() => requests));
  describe('queries', () => queries(() => requests));
  describe('values', () => values(() => requests));
  describe('refusals', () => refusals(() => requests));
};
