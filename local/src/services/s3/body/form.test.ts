import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { type Form, readForm } from './form.ts';

const TYPE = 'multipart/form-data; boundary=edge';

const field = (name: string, value: string) =>
  `--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const FILE =
  '--edge\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\nframes\r\n';
const END = '--edge--\r\n';

async function* inPieces(body: string, size = 10) {
  for (let at = 0; at < body.length; at += size)
    yield Promise.resolve(Buffer.from(body.slice(at, at + size)));
}

const formOf = (bytes: AsyncIterable<Buffer>, contentType = TYPE) => ({
  bytes,
  contentType,
  fieldsTimeoutMs: 100,
});

const readAll = async ({ fields, filename, file }: Form) => ({
  fields,
  filename,
  content: await text(file),
});
const read = (body: string, contentType = TYPE) =>
  readForm(formOf(inPieces(body), contentType), readAll);

test('fields before the file are read, those after it skipped', async () => {
  expect(await read(field('Key', 'k') + FILE + field('acl', 'public') + END)).toEqual({
    fields: { key: 'k' },
    filename: 'a.mp4',
    content: 'frames',
  });
});

test('a file needs no name', async () => {
  expect(await read(field('file', 'text') + END)).toMatchObject({ filename: '', content: 'text' });
});

test.each([
  ['no file', field('key', 'k') + END, 'InvalidArgument'],
  ['two files', FILE + FILE + END, 'InvalidArgument'],
  ['no end', field('key', 'k') + FILE, 'MalformedPOSTRequest'],
  ['a file that breaks off', FILE.slice(0, -5), 'MalformedPOSTRequest'],
  ['a field that breaks off', field('key', 'k').slice(0, -5), 'MalformedPOSTRequest'],
  ['nothing of a form', 'text', 'MalformedPOSTRequest'],
  [
    '20 KB of fields',
    field('key', 'k'.repeat(20_480)) + FILE + END,
    'MaxPostPreDataLengthExceededError',
  ],
  ['101 fields', field('x', '').repeat(101) + FILE + END, 'MaxPostPreDataLengthExceededError'],
])('a form with %s is refused', async (_what, body, code) => {
  await expect(read(body)).rejects.toMatchObject({ code });
});

test('a form without a boundary is refused', async () => {
  await expect(read(FILE + END, 'multipart/form-data')).rejects.toMatchObject({
    code: 'MalformedPOSTRequest',
  });
});

test('reading stops as soon as the file is refused', async () => {
  let pieces = 0;
  async function* endless() {
    yield Promise.resolve(Buffer.from(FILE.slice(0, -2)));
    for (;;) {
      pieces += 1;
      yield new Promise<Buffer>((resolve) => setImmediate(resolve, Buffer.alloc(1000)));
    }
  }
  const refusal = readForm(formOf(endless()), () => Promise.reject(new Error('not this one')));

  await expect(refusal).rejects.toThrow('not this one');
  expect(pieces).toBeLessThan(100);
});

test('fields that arrive too slowly are not waited for', async () => {
  async function* trickle() {
    for (;;) yield new Promise<Buffer>((resolve) => setTimeout(resolve, 10, Buffer.from('-')));
  }

  await expect(readForm(formOf(trickle()), readAll)).rejects.toMatchObject({
    code: 'RequestTimeout',
  });
});
