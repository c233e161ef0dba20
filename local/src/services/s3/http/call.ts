import type { Readable } from 'node:stream';
import type { Body } from '../body/body.ts';
import type { Address } from './address.ts';

/** Who sent a request, for the events it causes. */
export type Origin = { principal: string; sourceIp: string; requestId: string };

/** An authenticated request to an operation. */
export type S3Call = Address & {
  query: Record<string, string>;
  /** Of a presigned URL also those its query carries. */
  headers: Record<string, string>;
  origin: Origin;
  /** Opens the body; throws when the request has none that S3 would take. */
  openBody: () => Body;
};

/** What an operation answers: XML text or an object's bytes. */
export type Reply = {
  status?: number;
  headers?: Record<string, string | number | undefined>;
  body?: string | Readable;
};
