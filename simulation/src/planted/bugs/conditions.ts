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
  'closed-session-changes': {
    file: SESSIONS,
    right: `        '#status = :processing',
        // Else`,
    wrong: `        '(#status = :processing OR attribute_exists(id))',
        // Else`,
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
  'deletes-another-video-of-the-key': {
    file: 'video-service/src/delete-video/delete-video.ts',
    right: 'if (etag !== undefined) return (await source.describe(key, etag)) !== undefined;',
    wrong: 'return true;',
  },
  'library-takes-older-revision': {
    file: 'upload-service/src/stores/library/entry-row.ts',
    right:
      "'attribute_not_exists(deleted) AND (attribute_not_exists(revision) OR revision <= :revision)',",
    wrong: "'attribute_not_exists(deleted)',",
  },
  'library-brings-deleted-back': {
    file: 'upload-service/src/stores/library/entry-rows.ts',
    right: "UpdateExpression: 'SET deleted = :true, expiresAt = :expiresAt',",
    wrong: "UpdateExpression: 'SET expiresAt = :expiresAt, tombstone = :true REMOVE deleted',",
  },
  'page-brings-deleted-back': {
    file: 'upload-service/src/stores/session-store.ts',
    right: 'attribute_exists(id) AND attribute_not_exists(#deleted) AND',
    wrong: 'attribute_exists(id) AND',
  },
  'everyone-says-the-same': {
    file: 'facebook-service/src/stores/claim-store.ts',
    right: "'attribute_exists(id) AND attribute_not_exists(said.#part)'",
    wrong: "'attribute_exists(id)'",
  },
  'one-picture-over-budget': {
    file: 'shared/src/limit-store.ts',
    right: '(taken < :most AND',
    wrong: '(taken <= :most AND',
  },
  'bot-forgets-deletion': {
    file: 'facebook-service/src/stores/session-store.ts',
    right: "ConditionExpression: 'attribute_not_exists(id)',",
    wrong: "ConditionExpression: 'attribute_not_exists(id) OR attribute_exists(deleted)',",
  },
};
