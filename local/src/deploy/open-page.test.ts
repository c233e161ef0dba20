import { expect, test } from '@jest/globals';
import { describeOpenPage } from './open-page.ts';

test('an open page is described with what it can cost', () => {
  expect(describeOpenPage({ CAPTURES_MAX: '40', LABELS_USD_PER_IMAGE: '0.0012' })).toBe(`
Anyone who knows the page's address can upload, as often as they like. Labels cost up to $0.048 a video:
one video a second is $173 an hour. docs/deploy.md#an-open-page says how to bound that.`);
});
