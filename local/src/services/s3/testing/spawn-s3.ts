import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('s3-process.ts', import.meta.url));

export type SpawnedS3 = Awaited<ReturnType<typeof spawnS3>>;

/** S3 in a separate process, over a folder that outlives it. */
export const spawnS3 = async (directory: string) => {
  const child = spawn(process.execPath, [SCRIPT, directory], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const nextLine = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('S3 ended before it was asked to');
    return value;
  };
  const port = await nextLine();
  return {
    endpoint: `http://127.0.0.1:${port}`,

    async residentBytes(): Promise<number> {
      child.stdin.write('\n');
      return Number(await nextLine());
    },

    /** Like `kill -9`: nothing gets to clean up. */
    async kill(): Promise<void> {
      child.kill('SIGKILL');
      await exited;
    },
  };
};
