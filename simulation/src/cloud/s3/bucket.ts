import { createHash } from 'node:crypto';

/** A stored object. `etag` is quoted. */
export type StoredObject = {
  body: Buffer;
  etag: string;
  storedAt: number;
  contentType: string;
  metadata: Record<string, string>;
};

type BucketEvent = { bucket: string; key: string; kind: 'created' | 'removed' };

/** Called for every object that is created or removed, with the previous one. */
export type ObjectObserver = (
  event: BucketEvent,
  before: StoredObject | undefined,
  after: StoredObject | undefined,
) => void;

type Conditions = { ifNoneMatch?: string | undefined; ifMatch?: string | undefined };
type Content = Pick<StoredObject, 'body'> &
  Partial<Pick<StoredObject, 'contentType' | 'metadata' | 'storedAt'>>;

export type Bucket = ReturnType<typeof createBucketModel>;

/** An in-memory bucket, with conditional writes and multipart uploads. */
export const createBucketModel = (
  name: string,
  { now, observe }: { now: () => number; observe: ObjectObserver },
) => {
  const objects = new Map<string, StoredObject>();
  const uploads = new Map<
    string,
    { key: string; contentType: string; parts: Map<number, Buffer> }
  >();
  let opened = 0;

  const fits = (key: string, { ifNoneMatch, ifMatch }: Conditions) => {
    const there = objects.get(key);
    if (ifNoneMatch === '*' && there) return 'PreconditionFailed';
    if (ifMatch === undefined) return 'fits';
    if (!there) return 'NoSuchKey';
    return there.etag === ifMatch ? 'fits' : 'PreconditionFailed';
  };

  const put = (
    key: string,
    { body, contentType = '', metadata = {}, storedAt = now() }: Content,
  ) => {
    const before = objects.get(key);
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    const object = { body, etag, storedAt, contentType, metadata };
    objects.set(key, object);
    observe({ bucket: name, key, kind: 'created' }, before, object);
    return object;
  };

  return {
    name,
    get: (key: string) => objects.get(key),
    keys: (prefix = '') => [...objects.keys()].filter((key) => key.startsWith(prefix)).sort(),

    /** The stored object, or S3's error code. */
    put: (key: string, content: Content, conditions: Conditions = {}) => {
      const outcome = fits(key, conditions);
      return outcome === 'fits' ? put(key, content) : outcome;
    },

    delete: (key: string): void => {
      const before = objects.get(key);
      if (!before) return;
      objects.delete(key);
      observe({ bucket: name, key, kind: 'removed' }, before, undefined);
    },

    open: (key: string, contentType: string): string => {
      const id = `upload-${++opened}`;
      uploads.set(id, { key, contentType, parts: new Map() });
      return id;
    },

    putPart: (id: string, number: number, body: Buffer): boolean =>
      uploads.get(id)?.parts.set(number, body) !== undefined,

    parts: (id: string) => uploads.get(id)?.parts,

    complete: (id: string, conditions: Conditions) => {
      const upload = uploads.get(id);
      if (!upload) return 'NoSuchUpload';
      const outcome = fits(upload.key, conditions);
      if (outcome !== 'fits') return outcome;
      uploads.delete(id);
      const parts = [...upload.parts].sort(([one], [other]) => one - other);
      const body = Buffer.concat(parts.map(([, part]) => part));
      return put(upload.key, { body, contentType: upload.contentType });
    },

    abort: (id: string): boolean => uploads.delete(id),
  };
};
