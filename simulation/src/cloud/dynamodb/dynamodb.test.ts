import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDb } from '@video-service/shared/dynamodb/client';
import { createLimitStore } from '@video-service/shared/limit-store';
import { limitStoreContract } from '@video-service/shared/limit-store.contract';
import { describe } from '@jest/globals';
import { claimStoreContract } from '../../../../facebook-service/src/stores/claim-store.contract.ts';
import { createClaimStore } from '../../../../facebook-service/src/stores/claim-store.ts';
import { createSessionStore as createPeople } from '../../../../facebook-service/src/stores/session-store.ts';
import { connectionStoreContract } from '../../../../upload-service/src/stores/connection-store.contract.ts';
import { createConnectionStore } from '../../../../upload-service/src/stores/connection-store.ts';
import { libraryStoreContract } from '../../../../upload-service/src/stores/library/library-store.contract.ts';
import { createLibraryStore } from '../../../../upload-service/src/stores/library/library-store.ts';
import { stepStoreContract } from '../../../../upload-service/src/stores/step-store.contract.ts';
import { createStepStore } from '../../../../upload-service/src/stores/step-store.ts';
import { labelStoreContract } from '../../../../video-service/src/stores/label-store.contract.ts';
import { createLabelStore } from '../../../../video-service/src/stores/label-store.ts';
import { sessionStoreContract } from '../../../../video-service/src/stores/session-store.contract.ts';
import { createSessionStore } from '../../../../video-service/src/stores/session-store.ts';
import { TABLE_OPTIONS, TABLES } from '../../names.ts';
import { createDynamoDb } from './dynamodb.ts';

type Request = { headers: Record<string, string>; body: Uint8Array };

/** A real client over the model, as in a run. */
const modelled = () => {
  const dynamodb = createDynamoDb(TABLE_OPTIONS, {
    now: Date.now,
    staleMs: () => 0,
    observe: () => undefined,
  });
  const handle = async ({ headers, body }: Request) => {
    const operation = (headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';
    const input: unknown = JSON.parse(Buffer.from(body).toString());
    const answer = dynamodb.answer(operation, input);
    const bytes = Buffer.from(JSON.stringify(answer.body));
    return { response: { statusCode: answer.status, headers: {}, body: bytes } };
  };
  return createDb(
    new DynamoDBClient({
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler: { handle },
    }),
  );
};

const stop = () => Promise.resolve();

// The contracts of the stores hold over the model.
describe('sessions', () =>
  sessionStoreContract(async (now) => ({
    store: createSessionStore(modelled(), TABLES.sessions, now),
    stop,
  })));
describe('labels', () =>
  labelStoreContract(async () => ({ store: createLabelStore(modelled(), TABLES.labels), stop })));
describe('the library', () =>
  libraryStoreContract((check) => check(createLibraryStore(modelled(), TABLES.library))));
describe('connections', () =>
  connectionStoreContract((check) => check(createConnectionStore(modelled(), TABLES.connections))));
describe('steps', () =>
  stepStoreContract((check) => check(createStepStore(modelled(), TABLES.steps))));
describe('claims', () =>
  claimStoreContract(async (pendingMs) => {
    const db = modelled();
    return {
      sessions: createPeople(db, TABLES.people),
      claims: createClaimStore(db, TABLES.people, pendingMs),
      stop,
    };
  }));
describe('limits', () =>
  limitStoreContract((check) => check(createLimitStore(modelled(), TABLES.limits))));
