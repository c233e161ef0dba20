import { toJsonSchema } from '@valibot/to-json-schema';
import { Metadata } from './metadata.ts';

/** The contract of metadata.json as JSON Schema, for readers in any language; run to print it. */
export const metadataSchema = () => ({
  title: 'metadata.json of a video session',
  ...toJsonSchema(Metadata),
});

if (import.meta.main) console.log(JSON.stringify(metadataSchema(), null, 2));
