import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { SourceVideo, StepDone } from './messages.ts';

const id = '7f9c24e8-3b12-4fef-91e0-5f1ee9a1a3b4';
const video = { id, bucket: 'source', key: 'videos/clip.mp4', size: 7 };

test('a source video has its session, location and size', () => {
  expect(v.parse(SourceVideo, video)).toEqual(video);
});

test.each([{ id: 'clip' }, { size: -1 }, { size: 1.5 }, { key: undefined }])(
  'a source video with %j is rejected',
  (wrong) => {
    expect(v.is(SourceVideo, { ...video, ...wrong })).toBe(false);
  },
);

test('a finished step carries its results', () => {
  const step = { id, step: 'captures', captures: [{ frame: '500', time: 0.5, capture: 'c.png' }] };

  expect(v.parse(StepDone, step)).toEqual(step);
});

test('an unknown step is rejected', () => {
  expect(v.is(StepDone, { id, step: 'sound' })).toBe(false);
});
