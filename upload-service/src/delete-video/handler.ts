import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { httpHandler, json, refuse, refuseInput } from '@video-service/shared/http';
import { createLog } from '@video-service/shared/log';
import { publisher } from '@video-service/shared/sns';
import * as v from 'valibot';
import { ID_HINT, VideoPath } from '../access/video-request.ts';
import { forUploaders, owner } from '../owner/from-env.ts';
import { createDeletionStore } from '../stores/deletion-store.ts';
import { createLibraryStore } from '../stores/library/library-store.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { deleteVideo } from './delete-video.ts';
import { receiptOf } from './receipt.ts';

const env = readEnv('SESSION_TABLE_NAME', 'LIBRARY_TABLE_NAME', 'DELETION_TOPIC_ARN');
const db = createDb();
const ports = {
  sessions: createSessionStore(db, env.SESSION_TABLE_NAME),
  deletions: createDeletionStore(db, env.SESSION_TABLE_NAME),
  library: createLibraryStore(db, env.LIBRARY_TABLE_NAME),
  order: publisher(env.DELETION_TOPIC_ARN),
};

const remove = async (id: string, event: APIGatewayProxyEventV2) => {
  const by = (await owner.isOwner(event)) ? 'owner' : 'sender';
  if ((await deleteVideo({ id, by }, ports)) === 'unknown') return unknown;
  return json(202, { id, receiptUrl: `/videos/${id}/receipt` });
};

const showReceipt = async (id: string) => {
  const deletion = await ports.deletions.get(id);
  return deletion ? json(200, receiptOf(id, deletion)) : unknown;
};

const unknown = refuse(404, {
  code: 'UNKNOWN_VIDEO',
  message: 'The video does not exist, or it was not deleted.',
  hint: ID_HINT,
});

const respond = forUploaders(async (event) => {
  const input = v.safeParse(VideoPath, event.pathParameters);
  if (!input.success) return refuseInput(input.issues, ID_HINT);
  const { id } = input.output;
  return event.routeKey.startsWith('DELETE ') ? remove(id, event) : showReceipt(id);
});

export const handler = httpHandler(createLog('delete-video'), respond);
