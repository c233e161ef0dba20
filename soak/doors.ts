import { setTimeout } from 'node:timers/promises';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import * as v from 'valibot';
import { SOURCE } from '../local/src/testing/bank-client.ts';
import { LAST_CLOCK_MS } from './faults.ts';
import type { Dropped } from './outcomes.ts';

const RETRY_MS = 500;
const PATIENCE_MS = 20_000;

const Signed = v.object({
  key: v.string(),
  url: v.string(),
  headers: v.record(v.string(), v.string()),
});

export type Film = { bytes: Buffer<ArrayBuffer>; isVideo: boolean };

/** The ways in: S3, as for a camera, and the page. */
export const openDoors = (urls: { aws: string; page: string }) => {
  const s3 = new S3Client({
    ...{ endpoint: urls.aws, region: 'us-east-1', forcePathStyle: true },
    // Its clock is right in the end; until then the SDK corrects it, or the camera tries again.
    systemClockOffset: LAST_CLOCK_MS,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: { requestTimeout: PATIENCE_MS, throwOnRequestTimeout: true },
  });

  const asCamera = async (name: string, { bytes }: Film) => {
    const key = `videos/camera ${name.length % 3}/${name}`;
    await s3.send(new PutObjectCommand({ Bucket: SOURCE, Key: key, Body: bytes }));
    return key;
  };

  const byPage = async (name: string, { bytes }: Film) => {
    const query = new URLSearchParams({ file: name, size: String(bytes.length) });
    const signed = v.parse(
      Signed,
      await (await ask(`${urls.page}/signed-url?${query.toString()}`)).json(),
    );
    await ask(signed.url, { method: 'PUT', headers: signed.headers, body: bytes });
    return signed.key;
  };

  return {
    s3,
    /**
     * Retries until the bank has accepted the film, each time under another name; also returns how often it had not.
     */
    async drop(number: number, film: Film): Promise<Dropped & { refusals: number }> {
      const door = number % 2 === 0 ? asCamera : byPage;
      for (let refusals = 0; ; refusals += 1) {
        try {
          const key = await door(`film ${number}-${refusals}.mp4`, film);
          return { key, isVideo: film.isVideo, refusals };
        } catch {
          // The bank is down, or its disk is full: whatever the cause, a camera retries.
          await setTimeout(RETRY_MS);
        }
      }
    },
    close: () => s3.destroy(),
  };
};

const ask = async (url: string, init: RequestInit = {}) => {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!response.ok) throw new Error(`The bank answers ${response.status}`);
  return response;
};
