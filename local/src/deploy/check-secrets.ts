import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { parse } from 'yaml';

const NAMES = [
  'FACEBOOK_BOT_VERIFY_TOKEN',
  'FACEBOOK_BOT_PAGE_ACCESS_TOKEN',
  'FACEBOOK_APP_SECRET',
] as const;
const HINT = 'Copy .secrets.example.yml to .secrets.yml and fill it in.';
// To valibot a list is a record, too.
const Settings = v.pipe(
  v.unknown(),
  v.check((settings) => !Array.isArray(settings)),
  v.record(v.string(), v.unknown()),
);

/**
 * Passes when the file gives each secret of the Messenger bot a text, or says that they are kept in SSM; else one
 * line names what is wrong.
 */
export const checkSecrets = async (file: string): Promise<void> => {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`There is no ${file}, which facebook-service needs. ${HINT}`, { cause });
  });
  const settings = v.safeParse(Settings, readYaml(text));
  if (!settings.success) throw new Error(`${file} is not a list of "NAME: value" lines. ${HINT}`);
  const kept = settings.output['FACEBOOK_SECRETS'] ?? 'file';
  if (kept === 'ssm') return;
  if (kept !== 'file') throw new Error(`${file}: FACEBOOK_SECRETS is "file" or "ssm".`);
  const missing = NAMES.filter((name) => !isText(settings.output[name]));
  if (missing.length > 0) throw new Error(`${file} has no text for ${missing.join(', ')}. ${HINT}`);
};

// The parser's own message would quote the line, secret and all.
const readYaml = (text: string): unknown => {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
};

const isText = (value: unknown) => typeof value === 'string' && value.trim() !== '';
