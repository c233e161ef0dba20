import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { InvalidInput } from '@video-service/shared/errors';
import { extractCaptures } from './making/extract-captures.ts';
import { renderPreviews } from './making/render-previews.ts';
import { readMediaLimits } from './media-limits.ts';
import { fileSource } from './testing/file-source.ts';
import { readFrameNumbers, unscramble } from './testing/numbered-clip.ts';
import { drawSources, type Sources, withoutBeginning } from './testing/odd-sources.ts';
import { ODD_STRUCTURES, type OddStructure } from './testing/odd-structures.ts';

let directory: string;
let sources: Sources;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'odd-structures-'));
  sources = await drawSources(directory);
}, 120_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

const draw = async ({ name, draw: write }: OddStructure) => {
  const file = path.join(directory, name);
  await write(sources, file);
  return file;
};

const options = (env: NodeJS.ProcessEnv = {}) => ({
  directory,
  limits: readMediaLimits({ VIDEO_MAX_DURATION: '30', ...env }),
});

/** The frames in the captures, or the error code. */
const shownIn = async (file: string, env: NodeJS.ProcessEnv = {}) =>
  codeOr(async () => {
    const { captures } = await extractCaptures(await fileSource(file), options(env));
    const pictures = captures.flatMap(({ file: png }) => png ?? []);
    const numbers: number[] = [];
    for (const png of pictures) numbers.push(...(await readFrameNumbers(png)).map(unscramble));
    return numbers;
  });

const previewsOf = async (file: string, env: NodeJS.ProcessEnv = {}) =>
  codeOr(async () => {
    const previews = await renderPreviews(await fileSource(file), options(env));
    return Object.keys(previews).toSorted();
  });

const codeOr = async <Result>(work: () => Promise<Result>) => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InvalidInput) return error.details.code;
    throw error;
  }
};

const EVERYTHING = ['facts', 'gif', 'poster', 'storyboard', 'video'];

const FOUND = ODD_STRUCTURES.flatMap((odd) => (Array.isArray(odd.expected) ? odd : []));
const REFUSED = ODD_STRUCTURES.filter(({ expected }) => typeof expected === 'string');

test.each(FOUND)(
  '$name is shown',
  async (odd) => {
    const file = await draw(odd);

    expect(await shownIn(file)).toEqual(odd.expected);
    expect(await previewsOf(file)).toEqual(EVERYTHING);
  },
  60_000,
);

test.each(REFUSED)(
  '$name ends with a result or its error, in all its renders',
  async (odd) => {
    const file = await draw(odd);

    const [shown, previews] = [await shownIn(file), await previewsOf(file)];

    const code = odd.expected === 'anything' ? 'NOT_A_VIDEO' : odd.expected;
    if (odd.expected !== 'anything' || typeof shown === 'string')
      expect([shown, previews]).toEqual([code, code]);
    else expect([shown.length > 0, previews]).toEqual([true, EVERYTHING]);
  },
  60_000,
);

test('a video whose first key frame is after the window has no picture, in all its renders', async () => {
  const file = path.join(directory, 'late.ts');
  await writeFile(file, withoutBeginning(sources));
  const window = { VIDEO_MAX_DURATION: '1' };

  expect(await shownIn(file, window)).toBe('NO_PICTURE');
  expect(await previewsOf(file, window)).toBe('NO_PICTURE');
});
