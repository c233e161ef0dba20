import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GetObjectCommand, GetObjectTaggingCommand, type S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { serveS3, type ServedS3 } from '../testing/serve-s3.ts';

let served: ServedS3;
let client: S3Client;
beforeAll(async () => {
  const notifications = [{ topicArn: 'topic', events: ['s3:ObjectCreated:Post'] }];
  served = await serveS3({ notifications });
  client = served.client();
});
afterAll(() => served.stop());

const KEY = 'videos/id/clip.mp4';
const CONTENT = 'frames';
const CONDITIONS: NonNullable<PresignedPostOptions['Conditions']> = [
  ['content-length-range', 2, 10],
  ['starts-with', '$Content-Type', 'video/'],
  ['eq', '$x-amz-meta-camera', 'garden'],
];
const FIELDS = { 'Content-Type': 'video/mp4', 'x-amz-meta-camera': 'garden' };

const policy = (more: Partial<PresignedPostOptions> = {}) =>
  createPresignedPost(client, { Bucket: 'bucket', Key: KEY, Conditions: CONDITIONS, ...more });

type FormFields = Record<string, string>;

const post = async (fields: FormFields, content = CONTENT, url = `${served.endpoint}/bucket`) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([content]), 'from-the-phone.mp4');
  const reply = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  const text = await reply.text();
  const [, code] = /<Code>(.*?)<\/Code>/u.exec(text) ?? [];
  const [, message] = /<Message>(.*?)<\/Message>/u.exec(text) ?? [];
  return { status: reply.status, headers: reply.headers, text, code, message };
};
const read = async (Key = KEY) => {
  const reply = await client.send(new GetObjectCommand({ Bucket: 'bucket', Key }));
  return {
    text: await reply.Body?.transformToString(),
    type: reply.ContentType,
    metadata: reply.Metadata,
  };
};
const incoming = () => fs.readdir(`${served.directory}/.incoming`);

test('a form that meets its policy creates the object and notifies', async () => {
  const { url, fields } = await policy();

  const reply = await post({ ...fields, ...FIELDS }, CONTENT, url);

  expect([reply.status, reply.text]).toEqual([204, '']);
  expect(await read()).toEqual({
    text: CONTENT,
    type: 'video/mp4',
    metadata: { camera: 'garden' },
  });
  expect(served.published.at(-1)?.message).toMatchObject({
    Records: [{ eventName: 'ObjectCreated:Post', s3: { object: { key: KEY, size: 6 } } }],
  });
});

test('a form can tag what it uploads', async () => {
  const tagging =
    '<Tagging><TagSet><Tag><Key>camera</Key><Value>garden</Value></Tag></TagSet></Tagging>';
  const Conditions: typeof CONDITIONS = [...CONDITIONS, ['eq', '$tagging', tagging]];
  const { fields } = await policy({ Conditions, Key: 'tagged' });

  const { status } = await post({ ...fields, ...FIELDS, tagging });

  expect(status).toBe(204);
  const tags = await client.send(new GetObjectTaggingCommand({ Bucket: 'bucket', Key: 'tagged' }));
  expect(tags.TagSet).toEqual([{ Key: 'camera', Value: 'garden' }]);
});

describe('a form is refused, and nothing is stored,', () => {
  const tampered: [string, (fields: FormFields) => FormFields, string][] = [
    ['for another key', (fields) => ({ ...fields, key: 'videos/other' }), 'AccessDenied'],
    [
      'for a key with the file’s name',
      (fields) => ({ ...fields, key: 'videos/${filename}' }),
      'AccessDenied',
    ],
    ['with another type', (fields) => ({ ...fields, 'Content-Type': 'text/html' }), 'AccessDenied'],
    [
      'with a second type',
      (fields) => ({ ...fields, 'Content-Type': 'video/mp4,text/html' }),
      'AccessDenied',
    ],
    ['without a type', without('Content-Type'), 'AccessDenied'],
    [
      'with other metadata',
      (fields) => ({ ...fields, 'x-amz-meta-camera': 'street' }),
      'AccessDenied',
    ],
    [
      'with a field the policy does not name',
      (fields) => ({ ...fields, 'x-amz-meta-a': 'b' }),
      'AccessDenied',
    ],
    ['without a policy', without('Policy'), 'AccessDenied'],
    ['without a signature', without('X-Amz-Signature'), 'InvalidPolicyDocument'],
    [
      'with a wrong signature',
      (fields) => ({ ...fields, 'X-Amz-Signature': '0'.repeat(64) }),
      'SignatureDoesNotMatch',
    ],
    [
      'with an unknown access key',
      withCredential((text) => text.replace('test', 'nobody')),
      'InvalidAccessKeyId',
    ],
    [
      'signed for another service',
      withCredential((text) => text.replace('/s3/', '/sns/')),
      'AuthorizationHeaderMalformed',
    ],
    ['without a key', without('key'), 'InvalidArgument'],
  ];
  test.each(tampered)('%s', async (_why, tamper, code) => {
    const { fields } = await policy();
    const before = served.published.length;

    const reply = await post(tamper({ ...fields, ...FIELDS }));

    expect(reply).toMatchObject({ code });
    expect([await incoming(), served.published.length]).toEqual([[], before]);
  });

  test('if its policy has expired', async () => {
    const { fields } = await policy({ Expires: -1 });

    expect(await post({ ...fields, ...FIELDS })).toMatchObject({
      status: 403,
      code: 'AccessDenied',
      message: 'Invalid according to Policy: Policy expired.',
    });
  });

  test('if its policy was changed', async () => {
    const { fields } = await policy();
    const document = Buffer.from(fields['Policy'] ?? '', 'base64').toString();
    const Policy = Buffer.from(document.replace('video/', '')).toString('base64');

    expect(await post({ ...fields, ...FIELDS, Policy })).toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
  });

  test.each([
    ['x', 'EntityTooSmall'],
    ['eleven bytes', 'EntityTooLarge'],
    ['far too much'.repeat(1_000_000), 'EntityTooLarge'],
  ])('if its file is too small or too large', async (content, code) => {
    const { fields } = await policy();

    expect(await post({ ...fields, ...FIELDS }, content)).toMatchObject({ status: 400, code });
    expect(await incoming()).toEqual([]);
  });

  test('if it is sent to another bucket', async () => {
    served.s3.configureBucket('other', {});
    const { fields } = await policy();

    const reply = await post({ ...fields, ...FIELDS }, CONTENT, `${served.endpoint}/other`);

    expect(reply).toMatchObject({ status: 403, code: 'AccessDenied' });
  });
});

function without(name: string) {
  return (fields: FormFields) =>
    Object.fromEntries(Object.entries(fields).filter(([other]) => other !== name));
}

function withCredential(change: (text: string) => string) {
  return (fields: FormFields) => ({
    ...fields,
    'X-Amz-Credential': change(fields['X-Amz-Credential'] ?? ''),
  });
}

test('a sender gets the response that the form requests', async () => {
  const answered = async (field: FormFields) => {
    const Conditions = [...CONDITIONS, field];
    const { fields } = await policy({ Conditions });
    return post({ ...fields, ...FIELDS, ...field });
  };

  const created = await answered({ success_action_status: '201' });
  const redirected = await answered({ success_action_redirect: 'http://page.example/done?a=b' });

  const etag = createHash('md5').update(CONTENT).digest('hex');
  expect(created.status).toBe(201);
  expect(created.text).toContain(`<Key>${KEY}</Key><ETag>&quot;${etag}&quot;</ETag>`);
  expect([redirected.status, redirected.headers.get('location')]).toEqual([
    303,
    `http://page.example/done?a=b&bucket=bucket&key=videos%2Fid%2Fclip.mp4&etag=%22${etag}%22`,
  ]);
});

test('the name of the file can complete the key', async () => {
  const { fields } = await policy({ Key: 'videos/${filename}' });

  expect((await post({ ...fields, ...FIELDS })).status).toBe(204);
  expect((await read('videos/from-the-phone.mp4')).text).toBe(CONTENT);
});

test('temporary credentials need their token in the form', async () => {
  const keys = new Map([['temp', { secretAccessKey: 's', sessionToken: 'token' }]]);
  const own = await serveS3({}, { keys });
  const credentials = { accessKeyId: 'temp', secretAccessKey: 's', sessionToken: 'token' };
  const signer = own.client({ credentials });
  const { url, fields } = await createPresignedPost(signer, { Bucket: 'bucket', Key: KEY });

  expect(await post(fields, CONTENT, url)).toMatchObject({ status: 204 });
  expect(await post(without('X-Amz-Security-Token')(fields), CONTENT, url)).toMatchObject({
    status: 400,
    code: 'InvalidToken',
  });
  await own.stop();
});
