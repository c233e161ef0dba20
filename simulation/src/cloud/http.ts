import type { Readable } from 'node:stream';

/** A request of an SDK's client, as far as a service looks at it. */
export type HttpQuestion = {
  method: string;
  hostname: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: Buffer;
};

/** What a service answers. */
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
