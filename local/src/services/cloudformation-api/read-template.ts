import { readFile } from 'node:fs/promises';
import { QueryError } from '../../aws-port/query-error.ts';
import { parseTemplate, type Template } from '../cloudformation/template.ts';

/** Where the bytes of an object are on disk. */
export type ObjectFile = (bucket: string, key: string) => string | undefined;

/** The text of the template that a request gives or names; a ValidationError when there is none that the engine knows. */
export const readTemplate = async (
  form: URLSearchParams,
  objectFile: ObjectFile,
): Promise<string> => {
  const text = form.get('TemplateBody') ?? (await readObject(form.get('TemplateURL'), objectFile));
  templateOf(text);
  return text;
};

/** The template that a text is. */
export const templateOf = (text: string): Template => {
  try {
    return parseTemplate(JSON.parse(text));
  } catch (error) {
    throw invalid(`Template format error: ${Error.isError(error) ? error.message : String(error)}`);
  }
};

/** How CloudFormation refuses what is wrong with a request. */
export const invalid = (message: string): QueryError => new QueryError('ValidationError', message);

const readObject = async (url: string | null, objectFile: ObjectFile) => {
  if (url === null) throw invalid('Either TemplateBody or TemplateURL is needed.');
  const [, bucket = '', key = ''] = /^https?:\/\/[^/]+\/([^/]+)\/(.+)$/u.exec(url) ?? [];
  const file = objectFile(bucket, key);
  if (file === undefined) throw invalid(`S3 error: there is no object at ${url}`);
  return readFile(file, 'utf8');
};
