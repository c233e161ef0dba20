const DATABASE = 'uppy-blobs';
const FILES = 'files';
const MB = 1_000_000;

/** Golden Retriever's limits for keeping files across a reload: enough for a phone's videos. */
export const KEPT_FILES = { name: DATABASE, maxFileSize: 500 * MB, maxTotalSize: 1000 * MB };

const done = <Result>(request: IDBRequest<Result>) =>
  new Promise<Result | undefined>((resolve) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(undefined);
  });

/** Whether this browser stores anything at all; one that blocks cookies does not. */
export const canKeepFiles = async (): Promise<boolean> => {
  try {
    const probe = await done(indexedDB.open('video-bank-probe'));
    probe?.close();
    return probe !== undefined;
  } catch {
    return false;
  }
};

/** The uploader's files that are stored, by id: too large ones and those of a private window are not. */
export const keptFiles = async (uploader: string): Promise<Set<string>> => {
  const database = await done(indexedDB.open(DATABASE));
  if (!database?.objectStoreNames.contains(FILES)) {
    database?.close();
    return new Set();
  }
  const files = database.transaction(FILES).objectStore(FILES).index('store');
  const keys = (await done(files.getAllKeys(uploader))) ?? [];
  database.close();
  return new Set(
    keys.flatMap((key) => (typeof key === 'string' ? key.slice(uploader.length + 1) : [])),
  );
};
