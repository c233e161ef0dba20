import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { createLog } from '@video-service/shared/log';
import { readSecrets } from '@video-service/shared/read-secrets';
import { readSettings } from '@video-service/shared/read-settings';
import { createClaimStore } from '../stores/claim-store.ts';
import { createDeletionRequestStore } from '../stores/deletion-request-store.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { converse } from './conversation.ts';
import { createGraphApi } from './graph-api.ts';
import { createOwnPage } from './own-page.ts';
import { reported } from './reported.ts';

const env = readEnv('SESSION_TABLE_NAME', 'GRAPH_API_URL');
const settings = readSettings(['GRAPH_API_VERSION', 'FACEBOOK_PAGE_ID']);
const secrets = await readSecrets(['FACEBOOK_BOT_PAGE_ACCESS_TOKEN', 'FACEBOOK_APP_SECRET']);

/** The Send API, as our page. */
export const graph = createGraphApi({
  baseUrl: env.GRAPH_API_URL,
  version: settings.GRAPH_API_VERSION,
  pageToken: secrets.FACEBOOK_BOT_PAGE_ACCESS_TOKEN,
  appSecret: secrets.FACEBOOK_APP_SECRET,
});

/** Whether an event belongs to the page of our token. */
export const isOurs = createOwnPage(settings.FACEBOOK_PAGE_ID, graph.pageId);

const db = createDb();
const claims = createClaimStore(db, env.SESSION_TABLE_NAME);

export const sessions = createSessionStore(db, env.SESSION_TABLE_NAME);

export const requests = createDeletionRequestStore(db, env.SESSION_TABLE_NAME);

const log = createLog('messenger');

/** The conversation with a session's person; messages that do not arrive are logged. */
export const conversation = (session: { id: string; sender: string }) =>
  reported(converse(session, { claims, graph }), { sessionId: session.id, log });
