import type { Readable } from 'node:stream';
import type { Body } from '../body/body.ts';
import type { Address } from './address.ts';

/** The sender of a request, for the events it causes. */
export type Origin = { principal: string; sourceIp: string; requestId: string };

/** An authenticated request to an operation. */
export type S3Call = Address & {
  query: Record<string, string>;
  /** For a presigned URL, including those in its query. */
  headers: Record<string, string>;
  origin: Origin;
  /** Opens the body; throws if it is missing or unacceptable to S3. */
  openBody: () => Body;
};

/** The result of an operation: XML text or an object's bytes. */
export type Reply = {
  status?: number;
  headers?: Record<string, string | number | undefined>;
  body?: string | Readable;
};
