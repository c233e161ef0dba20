import { readFile } from 'node:fs/promises';
import { QueryError } from '../../aws-port/query-error.ts';
import { parseTemplate, type Template } from '../cloudformation/template.ts';

/** Where an object's bytes are on disk. */
export type ObjectFile = (bucket: string, key: string) => string | undefined;

/** The template text that a request contains or refers to; a ValidationError if there is none. */
export const readTemplate = async (
  form: URLSearchParams,
  objectFile: ObjectFile,
): Promise<string> => {
  const text = form.get('TemplateBody') ?? (await readObject(form.get('TemplateURL'), objectFile));
  templateOf(text);
  return text;
};

/** The template in a text. */
export const templateOf = (text: string): Template => {
  try {
    return parseTemplate(JSON.parse(text));
  } catch (error) {
    throw invalid(`Template format error: ${Error.isError(error) ? error.message : String(error)}`);
  }
};

/** CloudFormation's error for an invalid request. */
export const invalid = (message: string): QueryError => new QueryError('ValidationError', message);

const readObject = async (url: string | null, objectFile: ObjectFile) => {
  if (url === null) throw invalid('Either TemplateBody or TemplateURL is needed.');
  const [, bucket = '', key = ''] = /^https?:\/\/[^/]+\/([^/]+)\/(.+)$/u.exec(url) ?? [];
  const file = objectFile(bucket, key);
  if (file === undefined) throw invalid(`S3 error: there is no object at ${url}`);
  return readFile(file, 'utf8');
};
