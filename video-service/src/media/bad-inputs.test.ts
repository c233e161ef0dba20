import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { InvalidInput } from '@video-service/shared/errors';
import { extractCaptures } from './making/extract-captures.ts';
import { readMediaLimits } from './media-limits.ts';
import { renderPreviews } from './making/render-previews.ts';
import { type BadInput, badInputs } from './testing/bad-inputs.ts';
import { fileSource } from './testing/file-source.ts';
import { drawNumberedClip } from './testing/numbered-clip.ts';

let directory: string;
let corpus: BadInput[];
let server: Server;
const requests: unknown[] = [];

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'bad-inputs-'));
  server = createServer((request, response) => {
    requests.push(request.url);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  // An image that could be shown, so that reading it is detected.
  const secret = await drawNumberedClip(path.join(directory, 'secret.ts'), { frames: 60 });
  corpus = await badInputs(directory, { url: `http://127.0.0.1:${port}/x.ts`, file: secret });
}, 120_000);

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(directory, { recursive: true, force: true });
});

const outcomeOf = async (work: Promise<unknown>) => {
  try {
    await work;
    return 'used';
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    expect(error.details.hint).not.toBe('');
    return error.details.code;
  }
};

const outcomes = async (render: typeof renderPreviews | typeof extractCaptures) => {
  const options = { directory, limits: readMediaLimits({}) };
  const results: [string, string][] = [];
  for (const { name, file } of corpus)
    results.push([name, await outcomeOf(render(await fileSource(file), options))]);
  return results;
};

test('a preview of a bad input ends with its error, or with what is usable', async () => {
  expect(await outcomes(renderPreviews)).toEqual(
    corpus.map(({ name, code }) => [name, code ?? 'used']),
  );
}, 120_000);

test('captures of a bad input end with the same error', async () => {
  expect(await outcomes(extractCaptures)).toEqual(
    corpus.map(({ name, code }) => [name, code ?? 'used']),
  );
}, 120_000);

test('nothing that a bad input refers to is requested over the network', () => {
  expect(requests).toEqual([]);
});
