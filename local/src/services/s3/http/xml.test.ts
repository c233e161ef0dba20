import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { parseXml, writeXml } from './xml.ts';

const Doc = v.object({ Doc: v.object({ Key: v.array(v.string()) }) });
const parse = (xml: string) => parseXml(Doc, xml, ['Key']).Doc.Key;

test('text is read back as written, whatever characters it has', () => {
  const keys = ['<a href="&amp;">', '\r\n\t', '\u0001', 'ä日🎥', ' spaces ', '0123', 'true', "'"];

  expect(parse(writeXml('Doc', { Key: keys }))).toEqual(keys);
});

test('missing values are omitted', () => {
  expect(writeXml('Doc', { A: undefined, B: 0, C: false, D: [] })).toContain(
    '><B>0</B><C>false</C></Doc>',
  );
});

describe('refuses', () => {
  const laughs = Array.from(
    { length: 9 },
    (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`,
  ).join('');
  test.each([
    ['a billion laughs', `<!DOCTYPE d [<!ENTITY l0 "lol">${laughs}]><Doc><Key>&l9;</Key></Doc>`],
    [
      'an external entity',
      '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Doc><Key>&x;</Key></Doc>',
    ],
    ['a document type', '<!DOCTYPE Doc><Doc><Key>a</Key></Doc>'],
    ['endless nesting', `${'<Doc>'.repeat(100_000)}${'</Doc>'.repeat(100_000)}`],
    ['an unclosed element', '<Doc><Key>a</Doc>'],
    ['text alone', 'Doc'],
    ['nothing', ''],
    ['two documents', '<Doc><Key>a</Key></Doc><Doc/>'],
    ['another document', '<Other><Key>a</Key></Other>'],
    ['a character beyond Unicode', '<Doc><Key>&#9999999;</Key></Doc>'],
  ])('%s', (_what, xml) => {
    expect(() => parse(xml)).toThrow('not well-formed');
  });
});
