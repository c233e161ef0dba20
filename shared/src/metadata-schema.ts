import type * as v from 'valibot';
import { toJsonSchema } from '@valibot/to-json-schema';
import { Metadata } from './metadata.ts';

/** Prints the contract of metadata.json as JSON Schema, for readers in any language. */
export const metadataSchema = () => ({
  title: 'metadata.json of a video session',
  ...toJsonSchema(Metadata, {
    // Our patterns have the `u` flag, with which JSON Schema reads every pattern anyway.
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
