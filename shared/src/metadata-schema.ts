import type * as v from 'valibot';
import { toJsonSchema } from '@valibot/to-json-schema';
import { Metadata } from './metadata.ts';

/** The contract of metadata.json as JSON Schema, for readers in any language; run to print it. */
export const metadataSchema = () => ({
  title: 'metadata.json of a video session',
  ...toJsonSchema(Metadata, {
    // Ours have the flag `u`, by which every JSON Schema pattern is read anyway.
    overrideAction: ({ valibotAction, jsonSchema }) =>
      valibotAction.type === 'regex'
        ? {
            ...jsonSchema,
            pattern: (valibotAction as v.RegexAction<string, undefined>).requirement.source,
          }
        : undefined,
  }),
});

if (import.meta.main) console.log(JSON.stringify(metadataSchema(), null, 2));
