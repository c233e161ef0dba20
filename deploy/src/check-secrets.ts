import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';

const FILE = '.secrets.yml';
const EXAMPLE = '.secrets.example.yml';
const HINT = `Copy ${EXAMPLE} to ${FILE} and fill it in; docs/messenger.md explains where to find each value.`;

// The format of each secret of a stack, in words and as a pattern, and the switch that says where the secrets are kept.
const SECRETS = {
  upload: {
    keptIn: 'PAGE_SECRETS',
    forms: { PAGE_PASSPHRASE: { allowed: 'at least 12 characters', form: /^.{12,}$/u } },
  },
  facebook: {
    keptIn: 'FACEBOOK_SECRETS',
    forms: {
      FACEBOOK_BOT_VERIFY_TOKEN: { allowed: 'at least 16 characters', form: /^\S{16,}$/u },
      FACEBOOK_BOT_PAGE_ACCESS_TOKEN: {
        allowed: "Facebook's token: at least 50 letters and digits",
        form: /^\w{50,}$/u,
      },
      FACEBOOK_APP_SECRET: { allowed: '32 hexadecimal digits', form: /^[\da-f]{32}$/iu },
    },
  },
};
type StackWithSecrets = keyof typeof SECRETS;

// valibot accepts a list as a record.
const Secrets = v.pipe(
  v.unknown(),
  v.check((secrets) => !Array.isArray(secrets)),
  v.record(v.string(), v.unknown()),
);

/**
 * Passes if `.secrets.yml` in the directory has a valid value for each secret of these stacks, or says that they are
 * kept in SSM. A single error lists everything that is wrong, without values.
 */
export const checkSecrets = async (root: string, stacks: StackWithSecrets[]): Promise<void> => {
  if (stacks.length === 0) return;
  const text = await readFile(path.join(root, FILE), 'utf8').catch((cause: unknown) => {
    const names = stacks.map((stack) => `${stack}-service`).join(' and ');
    const verb = stacks.length > 1 ? 'need' : 'needs';
    throw new Error(`${FILE} is missing; ${names} ${verb} it. ${HINT}`, { cause });
  });
  const secrets = v.safeParse(Secrets, readYaml(text));
  if (!secrets.success) throw new Error(`${FILE} must consist of "NAME: value" lines. ${HINT}`);
  const placeholders = await readPlaceholders(root);
  const problems = stacks.flatMap((stack) => problemsOf(stack, secrets.output, placeholders));
  if (problems.length > 0) throw new Error(`${FILE}: ${problems.join('; ')}. ${HINT}`);
};

const problemsOf = (
  stack: StackWithSecrets,
  secrets: Record<string, unknown>,
  placeholders: Record<string, unknown>,
): string[] => {
  const { keptIn, forms } = SECRETS[stack];
  const kept = secrets[keptIn] ?? 'file';
  if (kept === 'ssm') return [];
  if (kept !== 'file') throw new Error(`${FILE}: ${keptIn} is "file" or "ssm".`);
  return Object.entries(forms).flatMap(([name, { allowed, form }]) => {
    const value = secrets[name];
    if (typeof value !== 'string' || value.trim() === '') return `${name} is missing`;
    if (value === placeholders[name]) return `${name} is still the placeholder of ${EXAMPLE}`;
    return form.test(value) ? [] : `${name} must be ${allowed}`;
  });
};

const readPlaceholders = async (root: string) =>
  v.parse(Secrets, readYaml(await readFile(path.join(root, EXAMPLE), 'utf8')));

// The parser's own message would quote the line, including the secret.
const readYaml = (text: string): unknown => {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
};
