import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify, stripVTControlCharacters } from 'node:util';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { bankClient, SOURCE } from '../../local/src/testing/bank-client.ts';
import { startBank, type BankProcess } from '../../local/src/testing/bank-process.ts';
import { drawClip } from '../../local/src/testing/draw-clip.ts';

const TIMEOUT_MS = 600_000;
const ROOT = path.resolve(import.meta.dirname, '../..');

const Failed = v.object({ stderr: v.string() });

let directory: string;
let bank: BankProcess;

const start = () => startBank(path.join(directory, 'state'), '--empty');
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'deploy-'));
  bank = await start();
});
afterAll(async () => {
  await bank.stop('SIGTERM');
  await rm(directory, { recursive: true });
});

/** Runs `./deploy.sh` against an engine, without a terminal. */
const run = (...args: string[]) => {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: bank.awsUrl,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    // How often the framework polls a stack; the engine is faster than AWS.
    SLS_AWS_MONITORING_FREQUENCY: '200',
  };
  const options = ['--stage', 'local', ...args];
  const running = promisify(execFile)('./deploy.sh', options, { cwd: ROOT, env });
  running.child.stdin?.end();
  return running;
};

/** What it printed when it was done. */
const deploy = async (...args: string[]): Promise<string> => {
  const { stdout, stderr } = await run(...args);
  return stripVTControlCharacters(`${stdout}${stderr}`);
};

/** Runs it until it prints the text, then presses Ctrl-C; returns the final output. */
const deployUntil = async (text: string): Promise<string> => {
  const running = run();
  let printed = '';
  running.child.stdout?.on('data', (chunk) => {
    const before = printed;
    printed += String(chunk);
    if (printed.includes(text) && !before.includes(text)) running.child.kill('SIGINT');
  });
  return running.then(
    ({ stdout }) => `It was not stopped: ${stdout}`,
    (failed: unknown) => stripVTControlCharacters(v.parse(Failed, failed).stderr),
  );
};

const dropClip = async (name: string) => {
  const client = bankClient(bank.awsUrl);
  const Key = `videos/${name}`;
  const Body = await readFile(await drawClip(path.join(directory, name)));
  await client.s3.send(new PutObjectCommand({ Bucket: SOURCE, Key, Body }));
  for (;;) {
    const done = (await client.metadata()).find(({ video }) => video === Key);
    if (done) return done;
    await setTimeout(500);
  }
};

const pageStatus = async () => (await fetch(bank.pageUrl)).status;

test(
  'three stacks are deployed to an empty engine, work, outlive it, and are removed on confirmation',
  async () => {
    expect(await pageStatus()).toBe(404);
    expect(await deployUntil('upload-service: stage local')).toContain(
      'Stopped while deploying upload-service-local. AWS finishes what it has started.\n' +
        'Deployed: video.\n' +
        'Continue with: ./deploy.sh --only upload,facebook --stage local --region us-east-1\n',
    );

    const said = await deploy();
    for (const stack of ['video', 'upload', 'facebook']) {
      expect(said).toContain(`Service deployed to stack ${stack}-service-local`);
    }
    expect(said).toContain(`  Put videos here, under videos/.\n  SourceBucketName: ${SOURCE}\n`);
    expect(said).toContain(`  The upload page.\n  PageUrl: ${bank.pageUrl}/\n`);
    expect((await dropClip('clip.mp4')).status).toBe(1);
    expect(await pageStatus()).toBe(200);

    expect(await deploy('--only', 'upload')).toContain('No changes to deploy');
    await expect(deploy('--remove', '--only', 'video', '--yes')).rejects.toMatchObject({
      stderr: expect.stringContaining('video-service is in use by upload, facebook.'),
    });

    await bank.stop('SIGTERM');
    bank = await start();
    expect((await dropClip('again.mp4')).status).toBe(1);
    expect(await pageStatus()).toBe(200);

    await expect(deploy('--remove')).rejects.toMatchObject({
      stderr: expect.stringContaining(
        'there is no terminal to ask for confirmation. Use --yes to confirm.',
      ),
    });
    const removed = await deploy('--remove', '--yes');
    expect(removed).toContain(`Emptying ${SOURCE}`);
    for (const stack of ['facebook', 'upload', 'video']) {
      expect(removed).toContain(`Service ${stack}-service has been successfully removed`);
    }
    expect(await pageStatus()).toBe(404);
    expect(await deploy('--remove')).toContain('video-service-local does not exist.');
  },
  TIMEOUT_MS,
);
