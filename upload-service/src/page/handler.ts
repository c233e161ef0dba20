import path from 'node:path';
import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { httpHandler, json, refuse } from '@video-service/shared/http';
import { SAMPLE_SESSION_ID } from '@video-service/shared/keys';
import { createLog } from '@video-service/shared/log';
import { readSettings } from '@video-service/shared/read-settings';
import { createLinks } from '../stores/links.ts';
import { createSessionStore } from '../stores/session-store.ts';
import type { PageConfig } from '#api/session-view';
import { loadAssets } from './assets.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { servePage } from './page.ts';

const env = readEnv(
  'SESSION_TABLE_NAME',
  'SOURCE_BUCKET_NAME',
  'RENDER_BUCKET_NAME',
  'WEBSOCKET_ADDRESS',
);
const { UPLOAD_MAX_BYTES: maxBytes } = readSettings(['UPLOAD_MAX_BYTES']);
const sessions = createSessionStore(createDb(), env.SESSION_TABLE_NAME);

// Signing needs no permissions and reveals how buckets are addressed here.
const originOf = async (bucket: string) => new URL(await createLinks(bucket).to('any')).origin;

const page = {
  // The same relative path in the sources and in the package.
  assets: await loadAssets(path.join(import.meta.dirname, '../../.build/www')),
  policy: contentSecurityPolicy({
    source: await originOf(env.SOURCE_BUCKET_NAME),
    renders: await originOf(env.RENDER_BUCKET_NAME),
    webSocket: new URL(env.WEBSOCKET_ADDRESS).origin,
  }),
};

const readConfig = async (): Promise<PageConfig> => ({
  webSocketUrl: env.WEBSOCKET_ADDRESS,
  maxBytes,
  ...((await sessions.get(SAMPLE_SESSION_ID)) && { sample: SAMPLE_SESSION_ID }),
});

export const handler = httpHandler(createLog('page'), async ({ rawPath, headers }) => {
  if (rawPath === '/config.json') return json(200, await readConfig());
  const served = servePage({ path: rawPath, acceptEncoding: headers['accept-encoding'] }, page);
  const hint = 'Open the page at /.';
  return served ?? refuse(404, { code: 'NOT_FOUND', message: 'The file does not exist.', hint });
});
