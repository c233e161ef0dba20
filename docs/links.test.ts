import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { REQUEST_ERROR_CODES, VIDEO_ERROR_CODES } from '../shared/src/error-codes.ts';

const ROOT = path.join(import.meta.dirname, '..');
const LINK = /\]\((?!https?:|mailto:|#)([^)\s]+)\)/gu;

const documents = globSync('{*.md,docs/**/*.md,raspberry-pi/*.md}', { cwd: ROOT });

/** The links of a document that lead nowhere. */
const broken = (document: string) =>
  [...readFileSync(path.join(ROOT, document), 'utf8').matchAll(LINK)]
    .map(([, link = '']) => link.replace(/#.*$/u, ''))
    .filter((link) => !existsSync(path.join(ROOT, path.dirname(document), link)));

test.each(documents)('every link in %s leads to a file or folder', (document) => {
  expect(broken(document)).toEqual([]);
});

test('the index names the file to open for at least 25 changes', () => {
  const index = readFileSync(path.join(ROOT, 'docs/README.md'), 'utf8');
  const [, changes = ''] = index.split('## Change it');

  expect(changes.match(/^\| (?!to change|-).*\]\(/gmu)?.length).toBeGreaterThanOrEqual(25);
});

test('the index leads to files, and to none twice in a row', () => {
  const [, changes = ''] = readFileSync(path.join(ROOT, 'docs/README.md'), 'utf8').split(
    '## Change it',
  );
  const rows = changes.split('\n').filter((line) => line.startsWith('| '));
  const linksIn = (row: string) => Array.from(row.matchAll(LINK), ([, link = '']) => link);

  for (const links of rows.map(linksIn)) {
    expect(links.filter((link) => !statSync(path.join(ROOT, 'docs', link)).isFile())).toEqual([]);
    expect(new Set(links).size).toBe(links.length);
  }
});

test('docs/errors.md explains exactly the existing codes', () => {
  const page = readFileSync(path.join(ROOT, 'docs/errors.md'), 'utf8');
  const codesIn = (part = '') =>
    Array.from(part.matchAll(/^\| `(\w+)`/gmu), ([, code]) => code).sort();
  const [videos, requests] = page.split('## Errors of a request');

  expect(codesIn(videos)).toEqual([...VIDEO_ERROR_CODES].sort());
  expect(codesIn(requests)).toEqual([...REQUEST_ERROR_CODES].sort());
});
