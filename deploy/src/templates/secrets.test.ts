import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { parseTemplate } from '../../../local/src/services/cloudformation/template.ts';
import { runServerlessPackage } from '../packaging/run-serverless.ts';
import { idIn } from './testing/three-stacks.ts';
import { problemsIn } from './template-problems.ts';

const TIMEOUT_MS = 120_000;
const ROOT = path.resolve(import.meta.dirname, '../../..');
const VERIFY_TOKEN = 'FACEBOOK_BOT_VERIFY_TOKEN';
const PAGE_TOKEN = 'FACEBOOK_BOT_PAGE_ACCESS_TOKEN';
const APP_SECRET = 'FACEBOOK_APP_SECRET';
const VALUES = {
  [VERIFY_TOKEN]: 'plain-verify-token',
  [PAGE_TOKEN]: 'plain-page-token',
  [APP_SECRET]: 'plain-app-secret',
};

let project: string;

beforeEach(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'secrets-'));
  for (const name of ['facebook-service', 'upload-service', 'shared'])
    await cp(path.join(ROOT, name), path.join(project, name), {
      recursive: true,
      filter: (file) => !file.includes('node_modules') && !file.endsWith('.secrets.yml'),
    });
  for (const name of ['node_modules', 'tsconfig.json'])
    await symlink(path.join(ROOT, name), path.join(project, name));
});
afterEach(() => rm(project, { recursive: true }));

/** The template and all text that `serverless package` produces for a service with these secrets. */
const packageWith = async (
  secrets: Record<string, string>,
  { stage = 'dev', service = 'facebook-service' } = {},
) => {
  const lines = Object.entries(secrets).map(([name, value]) => `${name}: ${value}\n`);
  await writeFile(path.join(project, '.secrets.yml'), lines.join(''));
  const output = path.join(project, `package-${stage}`);
  await runServerlessPackage(path.join(project, service), { stage, output });
  const files = (await readdir(output)).filter((file) => file.endsWith('.json'));
  const texts = await Promise.all(files.map((file) => readFile(path.join(output, file), 'utf8')));
  const compiled = path.join(output, 'cloudformation-template-update-stack.json');
  const template = parseTemplate(JSON.parse(await readFile(compiled, 'utf8')));
  return { template, text: texts.join('\n') };
};

type Packaged = Awaited<ReturnType<typeof packageWith>>;

const propertiesOf = ({ template }: Packaged, id: string) => template.Resources[id]?.Properties;

const secretsOf = (packaged: Packaged, id: string) => {
  const { Variables } = propertiesOf(packaged, id)?.['Environment'] as {
    Variables: Record<string, unknown>;
  };
  return Object.fromEntries(Object.entries(Variables).filter(([name]) => name in VALUES));
};

const valuesIn = ({ text }: Packaged) => Object.values(VALUES).filter((it) => text.includes(it));

const mayRead = (...names: string[]) => ({
  PolicyDocument: {
    Version: '2012-10-17',
    Statement: [
      {
        ...{ Effect: 'Allow', Action: 'ssm:GetParameters' },
        Resource: names.map((name) => ({
          'Fn::Sub': `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter/facebook-service/dev/${name}`,
        })),
      },
    ],
  },
});

test(
  'with SSM, a function knows only the names of its secrets and can read just these',
  async () => {
    const packaged = await packageWith({ FACEBOOK_SECRETS: 'ssm', ...VALUES });

    expect(valuesIn(packaged)).toEqual([]);
    const inSsm = (name: string) => ({ [name]: `ssm:/facebook-service/dev/${name}` });
    const both = { ...inSsm(PAGE_TOKEN), ...inSsm(APP_SECRET) };
    expect(secretsOf(packaged, 'DownloadLambdaFunction')).toEqual(both);
    expect(secretsOf(packaged, 'FacebookLambdaFunction')).toEqual({
      ...both,
      ...inSsm(VERIFY_TOKEN),
    });
    for (const [role, policy, ...names] of [
      ['FacebookRole', 'FacebookSecretsPolicy', VERIFY_TOKEN, PAGE_TOKEN, APP_SECRET],
      ['DownloadRole', 'DownloadSecretsPolicy', PAGE_TOKEN, APP_SECRET],
    ] as const) {
      expect(propertiesOf(packaged, role)).toMatchObject({
        Policies: [{ PolicyDocument: { Statement: expect.any(Array) } }],
        ManagedPolicyArns: [{ Ref: policy }],
      });
      expect(propertiesOf(packaged, policy)).toEqual(mayRead(...names));
    }
    expect(problemsIn(packaged.template)).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  'with SSM, exactly the functions that get the name of the passphrase can read it',
  async () => {
    const secrets = { PAGE_SECRETS: 'ssm', PAGE_PASSPHRASE: 'a plain passphrase' };
    const { template, text } = await packageWith(secrets, { service: 'upload-service' });

    const functions = Object.entries(template.Resources)
      .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
      .map(([id, { Properties }]) => {
        const role = template.Resources[idIn(Properties['Role']) ?? '']?.Properties;
        return {
          id,
          knows: JSON.stringify(Properties['Environment']).includes(
            'ssm:/upload-service/dev/PAGE_PASSPHRASE',
          ),
          canRead: JSON.stringify(role?.['ManagedPolicyArns'] ?? []).includes('PassphrasePolicy'),
        };
      });
    const idsOf = (those: typeof functions) => those.map(({ id }) => id);

    expect(text).not.toContain('a plain passphrase');
    expect(idsOf(functions.filter(({ knows }) => knows))).toContain('SignDashinLambdaFunction');
    expect(idsOf(functions.filter(({ canRead }) => canRead))).toEqual(
      idsOf(functions.filter(({ knows }) => knows)),
    );
  },
  TIMEOUT_MS,
);

test(
  'by default, the values come from .secrets.yml, and nobody can read a parameter',
  async () => {
    const packaged = await packageWith(VALUES);

    expect(secretsOf(packaged, 'FacebookLambdaFunction')).toEqual(VALUES);
    expect(packaged.text).not.toContain('ssm:');
  },
  TIMEOUT_MS,
);

test(
  'one machine has its own secrets, whatever is chosen',
  async () => {
    const packaged = await packageWith({ FACEBOOK_SECRETS: 'ssm', ...VALUES }, { stage: 'local' });

    expect(secretsOf(packaged, 'DownloadLambdaFunction')).toEqual({
      [PAGE_TOKEN]: 'local-page-access-token',
      [APP_SECRET]: 'local-app-secret',
    });
    expect(packaged.text).not.toContain('ssm:');
  },
  TIMEOUT_MS,
);

test.each(['SSM', 'local'])(
  'a choice other than file and ssm is rejected: %s',
  async (choice) => {
    await expect(packageWith({ FACEBOOK_SECRETS: choice, ...VALUES })).rejects.toThrow(
      /custom\.secrets": Value not found/u,
    );
  },
  TIMEOUT_MS,
);
