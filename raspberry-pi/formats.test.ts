import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { VIDEO_FORMATS } from '@video-service/shared/video-formats';
import { PYTHON } from './testing/camera.ts';

test('the camera supports the formats of every other door', async () => {
  const program = 'import json, formats; print(json.dumps(formats.CONTENT_TYPES))';
  const { stdout } = await promisify(execFile)(PYTHON, ['-B', '-c', program], {
    cwd: path.join(import.meta.dirname, 'video-drop'),
  });

  const known = VIDEO_FORMATS.flatMap(({ extensions, types: [type] }) =>
    extensions.map((extension) => [extension, type]),
  );
  expect(JSON.parse(stdout)).toEqual(Object.fromEntries(known));
});
