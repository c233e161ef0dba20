import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { interruption } from './interruption.ts';
import { inBuildDirectory, LOCAL_STAGE } from './packaging/build-directory.ts';
import { settingsOf } from './packaging/settings-file.ts';
import { createBucketStore } from './stacks/bucket-store.ts';
import { buildLayer } from './ffmpeg-layer/build-layer.ts';
import { checkProgram } from './ffmpeg-layer/check-program.ts';
import { checkSecrets } from './check-secrets.ts';
import { nameOf } from './stacks/check-stacks.ts';
import { checkDeployable, deployStacks } from './stacks/deploy-stacks.ts';
import { describeAccess } from './stacks/describe-access.ts';
import { findAccount } from './stacks/find-account.ts';
import { formatOutputs } from './stacks/format-outputs.ts';
import {
  ARCHITECTURE,
  type Arguments,
  HELP,
  readArguments,
  type Stack,
  STACKS,
} from './read-arguments.ts';
import { removeStacks } from './stacks/remove-stacks.ts';
import { runFramework } from './stacks/run-framework.ts';
import { createStackStore } from './stacks/stack-store.ts';
import { createTableStore } from './stacks/table-store.ts';

const root = path.resolve(import.meta.dirname, '../..');

const main = async (asked: Arguments) => {
  const { region, stage, profile } = asked;
  const client = { region, ...(profile !== undefined && { profile }) };
  const settings = await settingsOf(root, stage);
  if (!asked.remove) await checkFiles(asked);
  const account = await findAccount(new STSClient(client), region);
  const stacks = createStackStore(new CloudFormationClient(client));
  const buckets = createBucketStore(new S3Client(client));
  const tables = createTableStore(new DynamoDBClient(client));
  const runUntil = (signal: AbortSignal) => (stack: Stack) => {
    console.log(`\n${stack}-service: stage ${stage}, ${region}, account ${account}`);
    const directory = path.join(root, `${stack}-service`);
    const command = asked.remove ? 'remove' : 'deploy';
    return inBuildDirectory(root, () => runFramework(command, directory, asked, signal));
  };
  if (asked.remove) {
    const confirm = process.stdin.isTTY ? ask : undefined;
    const signal = interruption();
    const ports = {
      stacks,
      buckets,
      tables,
      confirm,
      run: runUntil(signal),
      signal,
      say: console.log,
    };
    await removeStacks(asked, ports);
    return;
  }
  await checkDeployable(asked, { account, stacks, buckets, tables });
  if (asked.only.includes('video'))
    await inBuildDirectory(root, (build) => buildLayer(asked, build));
  // From here on, Ctrl-C leaves something behind and must report it.
  await deployStacks(asked, { stacks, run: runUntil(interruption()) });
  console.log(formatOutputs(await stacks.find(STACKS.map((stack) => nameOf(stack, asked)))));
  if (asked.only.includes('upload') && stage !== LOCAL_STAGE) console.log(describeAccess(settings));
};

const checkFiles = async ({ only, own, stage }: Arguments) => {
  // An engine's bot talks to a simulated Messenger, which accepts only its own secrets.
  if (stage === LOCAL_STAGE) return;
  await checkSecrets(
    root,
    (['upload', 'facebook'] as const).filter((stack) => only.includes(stack)),
  );
  for (const program of own ? Object.values(own) : []) await checkProgram(program, ARCHITECTURE);
};

const ask = async (question: string) => {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-C and Ctrl-D mean no.
  const gone = once(terminal, 'close').then(() => '');
  const answer = await Promise.race([terminal.question(question).catch(() => ''), gone]);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
};

try {
  const asked = readArguments(process.argv.slice(2), process.env);
  if (asked.help) console.log(HELP);
  else await main(asked);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
