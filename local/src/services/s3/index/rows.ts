import * as v from 'valibot';
import { Algorithm, Checksum, ChecksumType } from '../body/checksum.ts';

const fromJson = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.pipe(v.string(), v.parseJson(), schema);

const optional = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.pipe(
    v.nullable(schema),
    v.transform((value) => value ?? undefined),
  );

const date = v.pipe(
  v.number(),
  v.transform((time) => new Date(time)),
);

/** Response headers stored with an object: content headers and `x-amz-meta-…`. */
const Headers = fromJson(v.record(v.string(), v.string()));

/** An object as the index has it. */
export const ObjectRow = v.object({
  bucket: v.string(),
  key: v.string(),
  file: v.string(),
  temp: v.string(),
  size: v.number(),
  etag: v.string(),
  checksum: optional(fromJson(Checksum)),
  headers: Headers,
  upload: optional(v.string()),
  sequencer: v.string(),
  modified: date,
});
export type ObjectRow = v.InferOutput<typeof ObjectRow>;

/** A multipart upload that is neither completed nor aborted. */
export const UploadRow = v.object({
  id: v.string(),
  bucket: v.string(),
  key: v.string(),
  checksum: optional(fromJson(v.object({ algorithm: Algorithm, type: ChecksumType }))),
  headers: Headers,
  initiated: date,
});
export type UploadRow = v.InferOutput<typeof UploadRow>;

/** A part of an upload; its file is named `temp` in the incoming folder. */
export const PartRow = v.object({
  number: v.number(),
  temp: v.string(),
  size: v.number(),
  etag: v.string(),
  checksum: optional(v.string()),
  modified: date,
});
export type PartRow = v.InferOutput<typeof PartRow>;
