import { expect, test } from '@jest/globals';
import { formatOutputs } from './format-outputs.ts';

test('each output is listed with its purpose, stack by stack', () => {
  const PageUrl = { key: 'PageUrl', value: 'https://a.example/', description: 'The upload page.' };
  const bare = { key: 'HttpApiId', value: 'a1', description: '' };

  expect(
    formatOutputs([
      { name: 'upload-service-dev', status: 'CREATE_COMPLETE', outputs: [PageUrl, bare] },
      { name: 'facebook-service-dev', status: 'CREATE_COMPLETE', outputs: [] },
    ]),
  ).toBe(`
upload-service-dev
  The upload page.
  PageUrl: https://a.example/
  HttpApiId: a1

facebook-service-dev`);
});
