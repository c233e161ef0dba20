import type { Readable } from 'node:stream';

/** The fields of an SDK client's request that a service reads. */
export type HttpQuestion = {
  method: string;
  hostname: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: Buffer;
};

/** A service's response. */
export type HttpAnswer = {
  status: number;
  headers?: Record<string, string>;
  body?: string | Readable;
};

export const jsonAnswer = (status: number, body: object): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(body),
});
