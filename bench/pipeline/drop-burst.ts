import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { bankClient, RENDER, SOURCE } from '../../local/src/testing/bank-client.ts';
import type { startBank } from '../../local/src/testing/bank-process.ts';
import { treeUse } from '../process-tree.ts';

const POLL_MS = 5;
const UPLOADS_AT_ONCE = 8;

export type Bank = Awaited<ReturnType<typeof startBank>> & { stateDir: string };

/** From the first drop until every video is ready. */
export const dropBurst = async (bank: Bank, files: string[]) => {
  const { s3 } = bankClient(bank.awsUrl);
  const bodies = new Map(
    await Promise.all(
      [...new Set(files)].map(async (file) => [file, await readFile(file)] as const),
    ),
  );
  const before = await treeUse(bank.pid);
  const startedAt = performance.now();
  const ids = await pMap(
    files,
    async (file) => {
      const id = randomUUID();
      const Key = `videos/${id}/${path.basename(file)}`;
      await s3.send(new PutObjectCommand({ Bucket: SOURCE, Key, Body: bodies.get(file) }));
      return id;
    },
    { concurrency: UPLOADS_AT_ONCE },
  );
  const waiting = new Set(ids);
  while (waiting.size > 0) {
    for (const id of waiting) if (await isReady(bank, id)) waiting.delete(id);
    await setTimeout(POLL_MS);
  }
  const wallSeconds = (performance.now() - startedAt) / 1000;
  const after = await treeUse(bank.pid);
  s3.destroy();
  return { ids, wallSeconds, cpuSeconds: after.cpuSeconds - before.cpuSeconds };
};

// Where the bytes of the object are: to ask the engine would cost it time.
const isReady = ({ stateDir }: Bank, id: string) =>
  stat(path.join(stateDir, 's3', RENDER, id, 'metadata.json')).then(
    () => true,
    () => false,
  );
