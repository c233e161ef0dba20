import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { promisify } from 'node:util';

export type TlsProxy = Awaited<ReturnType<typeof openTlsProxy>>;

/** A reverse proxy with TLS like one in a home: it sends its own name upstream, and passes WebSockets on. */
export const openTlsProxy = async (host: string) => {
  let target = new URL('http://127.0.0.1');
  const pass = (request: IncomingMessage, response: ServerResponse) => {
    const { method, url, headers } = request;
    const { hostname, port } = target;
    const passed = forward({ hostname, port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    request.pipe(passed);
  };
  const upgrade = (request: IncomingMessage, client: Duplex, head: Buffer) => {
    const upstream = connect(Number(target.port), target.hostname, () => {
      upstream.write(`${request.method} ${request.url} HTTP/1.1\r\n${headerLines(request)}\r\n`);
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  };
  const server = createServer(await selfSigned(host), pass).on('upgrade', upgrade);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address of this shape.
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://${host}:${port}`,
    leadTo: (url: string) => {
      target = new URL(url);
    },
    close: () => {
      server.closeAllConnections();
      server.close();
      return Promise.resolve();
    },
  };
};

const headerLines = ({ rawHeaders }: IncomingMessage) =>
  rawHeaders.map((text, index) => text + (index % 2 === 0 ? ': ' : '\r\n')).join('');

const selfSigned = async (host: string) => {
  const directory = await mkdtemp(path.join(tmpdir(), 'certificate-'));
  const [keyFile, certFile] = [path.join(directory, 'key'), path.join(directory, 'cert')];
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-days', '1', '-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`],
    ...['-keyout', keyFile, '-out', certFile],
  ]);
  const pair = { key: await readFile(keyFile), cert: await readFile(certFile) };
  await rm(directory, { recursive: true });
  return pair;
};
