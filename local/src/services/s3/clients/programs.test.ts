import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { serveS3, type ServedS3 } from '../testing/serve-s3.ts';
import { type Place, PROGRAMS, runProgram } from './programs.ts';

const SIZES = { small: 26, big: 17 * 1024 * 1024 + 7 };

let served: ServedS3;
let place: Place;
beforeAll(async () => {
  served = await serveS3();
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 's3-clients-'));
  place = { endpoint: served.endpoint, folder };
});
afterAll(async () => {
  await served.stop();
  await fs.rm(place.folder, { recursive: true });
});

const installed = PROGRAMS.filter((program) => program.isInstalled());
const missing = PROGRAMS.filter((program) => !installed.includes(program));
const areRequired = process.env['REQUIRE_CLIENTS'] === '1';

// With this set, as in CI, a missing program fails instead of being skipped.
for (const { name } of missing)
  (areRequired ? test : test.skip)(`${name} is not installed here`, () => {
    throw new Error(`Install ${name}, or do without it: REQUIRE_CLIENTS is set.`);
  });

describe.each(installed)('$name', (program) => {
  test.each(Object.entries(SIZES))(
    'puts, lists, reads back and deletes a %s file',
    async (name, size) => {
      const [file, back] = [path.join(place.folder, name), path.join(place.folder, `${name}.back`)];
      const content = randomBytes(size);
      await fs.writeFile(file, content);
      const key = `${program.name}/ä b+(1)-${name}.bin`;

      await runProgram(program.put(place, file, key), place);
      const listed = await runProgram(program.list(place, `${program.name}/`), place);
      await runProgram(program.get(place, key, back), place);

      expect(listed).toContain(`ä b+(1)-${name}.bin`);
      expect(listed).toContain(String(size));
      expect((await fs.readFile(back)).equals(content)).toBe(true);
      await runProgram(program.remove(place, key), place);
      expect(served.s3.objectFile('bucket', key)).toBeUndefined();
    },
  );
});
