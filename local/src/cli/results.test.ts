import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { previewKeys } from '@video-service/shared/keys';
import type { Metadata } from '@video-service/shared/metadata';
import { exampleMetadata, label } from '@video-service/shared/testing/example-metadata';
import { filesOf, formatOutcome, formatResults } from './results.ts';

const output = new PassThrough();
const buckets = { source: 'source', render: 'render' };
const id = '0b6ecf5e-66c4-4b54-9d2b-8d3f9f1f4a11';

const ready = exampleMetadata({
  id,
  previews: previewKeys(id, 'clip.mp4'),
  labels: [
    { frame: '0', time: 0, capture: `captures/${id}/clip-0.png`, labels: [] },
    { frame: '500', time: 0.5, capture: `captures/${id}/clip-0.png`, sameAs: '0', labels: [] },
  ],
  allLabels: ['Car', 'Cat', 'Cow', 'Cup', 'Dog', 'Elk', 'Fox'].map((name) => label(name, 61.7)),
});
const failed: Metadata = {
  ...ready,
  status: -1,
  error: { stage: 'probe', code: 'NotAVideo', message: 'It is no video.', hint: 'Send a video.' },
};

const objectFile = (bucket: string, key: string) => `/bank/${bucket}/${key}`;
const resultOf = (metadata: Metadata) => ({
  name: 'clip.mp4',
  seconds: 6.25,
  metadata,
  files: filesOf(metadata, buckets, objectFile),
});

test('a ready video is shown with its labels and files', () => {
  expect(formatOutcome(resultOf(ready), output)).toBe('✓ clip.mp4 is ready after 6.3 s');
  expect(formatResults([resultOf(ready)], output).split('\n')).toEqual([
    '  clip.mp4  ready, 1 capture',
    '    labels      Car 62 %, Cat 62 %, Cow 62 %, Cup 62 %, Dog 62 %, 2 more',
    `    gif         /bank/render/${id}/clip.gif`,
    `    poster      /bank/render/${id}/clip-poster.jpg`,
    `    video       /bank/render/${id}/clip-preview.mp4`,
    `    storyboard  /bank/render/${id}/clip-storyboard.jpg`,
    `    captures    /bank/source/captures/${id}`,
    `    metadata    /bank/render/${id}/metadata.json`,
  ]);
});

test('a failed video is shown with the reason and what to do', () => {
  expect(formatOutcome(resultOf(failed), output)).toBe('✗ clip.mp4 failed: It is no video.');
  expect(formatResults([resultOf(failed)], output).split('\n')).toEqual([
    '  clip.mp4  failed',
    '    error       It is no video.',
    '    hint        Send a video.',
  ]);
});

test('specific labels are listed before general ones', () => {
  const car = label('Car', 90, 'Vehicle');
  const allLabels = [label('Vehicle', 90), car, label('Clock', 80)];

  expect(formatResults([resultOf({ ...ready, allLabels })], output)).toContain(
    'labels      Car 90 %, Clock 80 %, 1 more\n',
  );
});

test('a video without labels says so', () => {
  const nothing = { ...ready, previews: {}, labels: [], allLabels: [] };

  expect(formatResults([resultOf(nothing)], output)).toContain('labels      none found');
  expect(filesOf(nothing, buckets, objectFile).map(({ title }) => title)).toEqual([
    'gif',
    'metadata',
  ]);
});
