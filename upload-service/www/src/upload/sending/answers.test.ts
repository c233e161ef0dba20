import { expect, test } from '@jest/globals';
import { failureOf, NoAnswer, Refused, UploadGone } from './answers.ts';

test.each([
  ['a server that is down', 503, '<Code>SlowDown</Code>'],
  ['too many requests', 429, ''],
  ['a part that came too slowly', 400, '<Code>RequestTimeout</Code>'],
  [
    'a signature that ran out on the way',
    403,
    '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>',
  ],
  ['parts that are missing', 409, '{"code":"INCOMPLETE_UPLOAD","message":"m","hint":"h"}'],
])('%s may be temporary', (_what, status, body) => {
  expect(failureOf(status, body)).toBeInstanceOf(NoAnswer);
});

test.each([
  ['our API', 404, '{"code":"UNKNOWN_UPLOAD","message":"m","hint":"h"}'],
  ['S3', 404, '<Error><Code>NoSuchUpload</Code></Error>'],
])('an upload that %s does not know starts over', (_what, status, body) => {
  expect(failureOf(status, body)).toBeInstanceOf(UploadGone);
});

test.each([
  ['400', 400, { code: 'INVALID_REQUEST', message: 'Only videos can be uploaded.', hint: 'H.' }],
  ['413', 413, { code: 'TOO_LARGE', message: 'The video is larger than allowed.', hint: 'H.' }],
  ['a code of later versions', 403, { code: 'not-signed-in', message: 'Sign in.', hint: 'H.' }],
])('a refusal of our API (%s) is shown in its own words', (_what, status, refusal) => {
  const failure = failureOf(status, JSON.stringify(refusal));

  expect(failure).toBeInstanceOf(Refused);
  expect(failure).toMatchObject({ shown: { message: refusal.message, hint: 'H.' } });
});

test.each([
  [400, '<Code>EntityTooLarge</Code>', 'The video is too large.'],
  [403, '<Code>AccessDenied</Code>', 'The storage rejected the video.'],
  [403, '<Code>SignatureDoesNotMatch</Code>', 'The storage rejected the video.'],
  [403, '<html>a proxy</html>', 'The storage rejected the video.'],
])('a refusal of the storage (%d %s) is shown in our words', (status, body, message) => {
  expect(failureOf(status, body)).toMatchObject({ shown: { message } });
});
