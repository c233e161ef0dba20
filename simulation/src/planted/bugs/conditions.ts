import type { Bug } from './bug.ts';

const SESSIONS = 'video-service/src/stores/session-store.ts';

/** A condition is missing, or too weak. */
export const CONDITIONS: Record<string, Bug> = {
  'metadata-put-without-condition': {
    file: 'video-service/src/status/publish-metadata.ts',
    right: 'renders.create(metadataKey(metadata.id), toObject(metadata));',
    wrong: '(renders as any).put(metadataKey(metadata.id), toObject(metadata)).then(() => true);',
  },
  'session-opened-without-condition': {
    file: SESSIONS,
    right: 'await applied(db.send(new PutCommand({ TableName, Item, ConditionExpression })));',
    wrong: 'await applied(db.send(new PutCommand({ TableName, Item })));',
  },
  'done-stage-fails': {
    file: SESSIONS,
    right: "unless: ['error', ...marksOf(error.stage)],",
    wrong: "unless: ['error'],",
  },
  'reads-whatever-is-at-the-key': {
    file: 'shared/src/s3.ts',
    right:
      '...(etag && { IfMatch: etag }) };\n    try {\n      const { Body, ETag } = await s3.send(\n        new GetObjectCommand',
    wrong:
      '};\n    try {\n      const { Body, ETag } = await s3.send(\n        new GetObjectCommand',
  },
  'library-brings-deleted-back': {
    file: 'upload-service/src/stores/library/entry-rows.ts',
    right: "UpdateExpression: 'SET deleted = :true, expiresAt = :expiresAt',",
    wrong: "UpdateExpression: 'SET expiresAt = :expiresAt, tombstone = :true REMOVE deleted',",
  },
  'everyone-says-the-same': {
    file: 'facebook-service/src/stores/claim-store.ts',
    right: '`${THERE} AND attribute_not_exists(said.#part)`',
    wrong: 'THERE',
  },
  'deletes-videos-of-others': {
    file: 'facebook-service/src/stores/session-store.ts',
    right: "FilterExpression: 'sender = :sender AND (",
    wrong: "FilterExpression: '(sender = :sender OR attribute_exists(sender)) AND (",
  },
  'one-picture-over-budget': {
    file: 'shared/src/limit-store.ts',
    right: '(taken < :most AND',
    wrong: '(taken <= :most AND',
  },
};
