import { expect, test } from '@jest/globals';
import { cameraOf } from './camera.ts';

test.each([
  ['videos/garden/2026-11-22.mp4', 'garden'],
  ['videos/garden/2026-11-22/21-03-05.mp4', 'garden'],
  ['videos/Front Door/a/b/c.mp4', 'Front Door'],
  ['videos/2026-11-22/21-03-05.mp4', undefined],
  ['videos/2026/11/22/clip.mp4', undefined],
  ['videos/5A3B1E6C-7d2f-4c8a-9e41-0b6d8f2a7c13/clip.mp4', undefined],
  ['videos/clip.mp4', undefined],
  ['videos//clip.mp4', undefined],
  ['captures/garden/clip.png', undefined],
])('the camera of %s is %s', (key, camera) => {
  expect(cameraOf(key)).toBe(camera);
});
