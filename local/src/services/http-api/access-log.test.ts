import { beforeEach, expect, test } from '@jest/globals';
import { createLogAccess, fileNameOf } from './access-log.ts';

const FORMAT = '{"ip":"$context.identity.sourceIp","agent":"$context.identity.userAgent"}';

let written: string[];
beforeEach(() => void (written = []));
const log = createLogAccess((group, line) => written.push(`${group} ${line}`));

test('a line has the values that the format names, and a dash for unknown ones', () => {
  log({ group: '/aws/http-api/a', format: FORMAT }, { 'identity.sourceIp': '10.0.0.7' });

  expect(written).toEqual(['/aws/http-api/a {"ip":"10.0.0.7","agent":"-"}\n']);
});

test('a client’s data cannot break out of its field', () => {
  const agent = 'x","ip":"1.1.1.1"}\n{"forged":"$context.identity.sourceIp';
  log({ group: 'g', format: FORMAT }, { 'identity.sourceIp': '::1', 'identity.userAgent': agent });

  expect(JSON.parse(written[0]?.slice(2) ?? '')).toEqual({ ip: '::1', agent });
  expect(written[0]?.match(/\n/gu)).toHaveLength(1);
});

test('a stage without a log logs nothing', () => {
  log(undefined, {});

  expect(written).toEqual([]);
});

test('a group’s file is named after it, and stays in the folder', () => {
  expect(fileNameOf('/aws/http-api/upload-service-local')).toBe('http-api-upload-service-local');
  expect(fileNameOf('/aws/../../etc/passwd')).toBe('..-..-etc-passwd');
});
