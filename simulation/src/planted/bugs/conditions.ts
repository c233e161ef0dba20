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
    right: "await applied(db.send(new PutCommand({ TableName, Item, ...when(missing('id')) })));",
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
    right: '[set({ deleted: true, expiresAt: expiryAfter(ROW_SECONDS.libraryTombstone) })]',
    wrong:
      "[set({ tombstone: true, expiresAt: expiryAfter(ROW_SECONDS.libraryTombstone) }), remove('deleted')]",
  },
  'everyone-says-the-same': {
    file: 'facebook-service/src/stores/claim-store.ts',
    right: 'isThere, missing(place)',
    wrong: 'isThere',
  },
  'deletes-videos-of-others': {
    file: 'facebook-service/src/stores/session-store.ts',
    right: "equals('sender', sender),",
    wrong: "exists('sender'),",
  },
  'one-picture-over-budget': {
    file: 'shared/src/limit-store.ts',
    right: "below('taken', most)",
    wrong: "atMost('taken', most)",
  },
};
