import { execFile, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

/** What a client needs: S3's address, and a folder for its settings. */
export type Place = { endpoint: string; folder: string };

/** An S3 client program and its command lines; each reads or writes `file`. */
export type Program = {
  name: string;
  isInstalled: () => boolean;
  put: (place: Place, file: string, key: string) => string[];
  list: (place: Place, prefix: string) => string[];
  get: (place: Place, key: string, file: string) => string[];
  remove: (place: Place, key: string) => string[];
};

const run = promisify(execFile);

/** Runs a command line, without a shell, with only these credentials in its environment. */
export const runProgram = async ([command = '', ...args]: string[], { folder }: Place) => {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'us-east-1',
  };
  return (await run(command, args, { env, timeout: 60_000 })).stdout;
};

const runs = (command: string, ...args: string[]) => {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const url = ({ endpoint }: Place, key: string) =>
  `${endpoint}/bucket/${key.split('/').map(encodeURIComponent).join('/')}`;

const aws = ({ endpoint }: Place, ...args: string[]) => [
  'aws',
  '--endpoint-url',
  endpoint,
  's3',
  ...args,
];

const AWS: Program = {
  name: 'aws',
  isInstalled: () => runs('aws', '--version'),
  put: (place, file, key) => aws(place, 'cp', '--no-progress', file, `s3://bucket/${key}`),
  list: (place, prefix) => aws(place, 'ls', '--recursive', `s3://bucket/${prefix}`),
  get: (place, key, file) => aws(place, 'cp', '--no-progress', `s3://bucket/${key}`, file),
  remove: (place, key) => aws(place, 'rm', `s3://bucket/${key}`),
};

const rclone = ({ endpoint }: Place, ...args: string[]) => {
  const remote = `:s3,provider=Other,env_auth=true,region=us-east-1,endpoint="${endpoint}":bucket/`;
  return ['rclone', '--retries', '1', ...args.map((arg) => arg.replace('remote:', remote))];
};

const RCLONE: Program = {
  name: 'rclone',
  isInstalled: () => runs('rclone', 'version'),
  put: (place, file, key) =>
    rclone(place, 'copyto', '--s3-upload-cutoff', '5M', file, `remote:${key}`),
  list: (place, prefix) => rclone(place, 'lsf', '-R', '--format', 'ps', `remote:${prefix}`),
  get: (place, key, file) => rclone(place, 'copyto', `remote:${key}`, file),
  remove: (place, key) => rclone(place, 'deletefile', `remote:${key}`),
};

const s3cmd = ({ endpoint, folder }: Place, ...args: string[]) => {
  const { host } = new URL(endpoint);
  const config = path.join(folder, 's3cfg');
  const hosts = `host_base = ${host}\nhost_bucket = ${host}\nuse_https = False\n`;
  fs.writeFileSync(config, `[default]\naccess_key = test\nsecret_key = test\n${hosts}`);
  return ['s3cmd', '-c', config, '--no-progress', ...args];
};

const S3CMD: Program = {
  name: 's3cmd',
  isInstalled: () => runs('s3cmd', '--version'),
  put: (place, file, key) =>
    s3cmd(place, 'put', '--multipart-chunk-size-mb=5', file, `s3://bucket/${key}`),
  list: (place, prefix) => s3cmd(place, 'ls', '--recursive', `s3://bucket/${prefix}`),
  get: (place, key, file) => s3cmd(place, 'get', '--force', `s3://bucket/${key}`, file),
  remove: (place, key) => s3cmd(place, 'del', `s3://bucket/${key}`),
};

// S3 requires this header, which curl sends by itself only since 8.0.
const curl = (...args: string[]) => [
  ...['curl', '-sS', '--fail', '--aws-sigv4', 'aws:amz:us-east-1:s3', '-u', 'test:test'],
  ...['-H', 'x-amz-content-sha256: UNSIGNED-PAYLOAD', ...args],
];

const CURL: Program = {
  name: 'curl',
  isInstalled: () => runs('curl', '--aws-sigv4', 'aws:amz:us-east-1:s3', '--version'),
  put: (place, file, key) => curl('-T', file, url(place, key)),
  list: ({ endpoint }, prefix) =>
    curl(`${endpoint}/bucket?list-type=2&prefix=${encodeURIComponent(prefix)}`),
  get: (place, key, file) => curl('-o', file, url(place, key)),
  remove: (place, key) => curl('-X', 'DELETE', url(place, key)),
};

// Debian installs boto3 for its own Python, which need not be the first one on the path.
const python =
  ['python3', '/usr/bin/python3'].find((command) => runs(command, '-c', 'import boto3')) ?? '';

const boto3 = ({ endpoint }: Place, call: string, ...args: string[]) => {
  const client = `boto3.client("s3", endpoint_url=${JSON.stringify(endpoint)})`;
  return [python, '-c', `import boto3, sys; a = sys.argv; s3 = ${client}; ${call}`, ...args];
};

const BOTO3: Program = {
  name: 'boto3',
  isInstalled: () => python !== '',
  put: (place, file, key) => boto3(place, 's3.upload_file(a[1], "bucket", a[2])', file, key),
  list: (place, prefix) =>
    boto3(
      place,
      '[print(o["Key"], o["Size"]) for o in s3.list_objects_v2(Bucket="bucket", Prefix=a[1]).get("Contents", [])]',
      prefix,
    ),
  get: (place, key, file) => boto3(place, 's3.download_file("bucket", a[1], a[2])', key, file),
  remove: (place, key) => boto3(place, 's3.delete_object(Bucket="bucket", Key=a[1])', key),
};

/** The programs of the client matrix. */
export const PROGRAMS = [AWS, RCLONE, S3CMD, CURL, BOTO3];
