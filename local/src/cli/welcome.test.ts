import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { welcome, welcomeEmpty } from './welcome.ts';

const place = {
  urls: { aws: 'http://127.0.0.1:4566', page: 'http://127.0.0.1:3000' },
  isExposed: false,
  accessKey: { accessKeyId: 'test', secretAccessKey: 'test' },
  buckets: { source: 'source', render: 'render' },
  stateDir: '/bank',
  ffmpeg: { version: '7.1', from: 'system' },
  labelModels: ['one-model', 'another'],
};

test('shows all addresses and how to upload', () => {
  const text = welcome(place, new PassThrough());

  expect(text).toContain(
    'pages    http://127.0.0.1:3000  (Messenger: http://127.0.0.1:3000/messenger)',
  );
  expect(text).toContain('access key test, secret test');
  expect(text).toContain(
    'aws --endpoint-url http://127.0.0.1:4566 s3 cp clip.mp4 s3://source/videos/',
  );
  expect(text).toContain('-T clip.mp4 http://127.0.0.1:4566/source/videos/clip.mp4');
  expect(text).toContain('FFmpeg   7.1  (system)');
  expect(text).toContain('labels   one-model, another');
  expect(text).toContain('npm run logs -- <function>');
});

test('a bank without a model says so', () => {
  expect(welcome({ ...place, labelModels: [] }, new PassThrough())).toContain('labels   none');
});

test('the pages have the address for other machines', () => {
  const address = 'https://videos.home';

  expect(welcome({ ...place, address, isExposed: true }, new PassThrough())).toContain(
    'pages    https://videos.home\n',
  );
  expect(welcomeEmpty({ ...place, address }, new PassThrough())).toContain(
    'pages    https://videos.home\n',
  );
});

test('your own secret is not shown', () => {
  const accessKey = { accessKeyId: 'camera', secretAccessKey: 'of my own' };

  const text = welcome({ ...place, accessKey }, new PassThrough());

  expect(text).toContain('--user camera:$VIDEO_SERVICE_SECRET_ACCESS_KEY');
  expect(text).not.toContain('of my own');
});

test('an empty engine shows how to deploy to it', () => {
  const text = welcomeEmpty(place, new PassThrough());

  expect(text).toContain('AWS      http://127.0.0.1:4566');
  expect(text).toContain(
    'AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test \\\n    ./deploy.sh --stage local',
  );
});
