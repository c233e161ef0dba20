import { expect, test } from '@jest/globals';
import { describeAccess } from './describe-access.ts';

test('an owner-only page says how to sign in', () => {
  expect(describeAccess({})).toBe(`
Only the owner can upload and view videos. Sign in to the page with PAGE_PASSPHRASE.`);
});

test('an open page is described with its daily limits and costs', () => {
  const settings = { UPLOADS: 'open', UPLOADS_PER_DAY: '40', LABELS_USD_PER_DAY: '2.5' };
  expect(describeAccess(settings)).toBe(`
Anyone who knows the page's address can upload: 40 videos and 100 GB a day at most.
Labels cost at most $2.5 a day. docs/deploy.md#an-open-page explains how to limit this further.`);
});

test('an open page without a label budget says so', () => {
  const settings = { UPLOADS: 'open', LABELS_USD_PER_DAY: '1000000' };
  expect(describeAccess(settings)).toContain('LABELS_USD_PER_DAY does not limit what labels cost.');
});
