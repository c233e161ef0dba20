import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readMediaLimits } from '../media-limits.ts';
import { fileSource } from '../testing/file-source.ts';
import { runEncoder } from '../testing/run-encoder.ts';
import { withVideo } from '../with-video.ts';
import { extractCaptures } from './extract-captures.ts';
import { renderPreviews } from './render-previews.ts';
import { takeKeyFrames } from './take-pictures.ts';
import { watchVideo } from './watch-video.ts';

const SLOW = 600_000;
const MAX = 6;
const limits = { ...readMediaLimits({}), maxCaptures: MAX };

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'odd-scenes-test-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

// Something with edges that does not move, and what happens to it.
const SCENE = 'testsrc=s=192x108:r=10:d=12,drawbox=c=gray:t=fill:x=40:y=60:w=150:h=48';
const filmed = (happens: string) =>
  `${SCENE},trim=end_frame=1,loop=-1:1,setpts=N/10/TB,trim=end=12,${happens}`;
const NIGHT = 'color=c=0x060606:s=192x108:r=10:d=12';

const SCENES: Record<string, string> = {
  'never moves': filmed('null'),
  'always moves': 'testsrc2=s=192x108:r=10:d=12,noise=alls=60:allf=t,rotate=t',
  'an exposure jump': filmed("eq=brightness=0.25:enable='gte(t,6)'"),
  'a lamp that flickers': filmed("eq=brightness=0.2:enable='lt(mod(t,1.3),0.5)'"),
  noise: filmed('noise=alls=40:allf=t'),
  'a camera bumped once': filmed("crop=180:100:x='if(gte(t,6),9,0)':y='if(gte(t,6),6,0)'"),
  'night with one headlight': `${NIGHT}[night];color=c=white:s=12x8:r=10:d=12[light];[night][light]overlay=x='20*t-20':y=60`,
  'a slide show': `testsrc=s=192x108:r=10:d=4[a];rgbtestsrc=s=192x108:r=10:d=4[b];mandelbrot=s=192x108:r=10,trim=end=4[c];[a]format=yuv420p[a];[b]format=yuv420p[b];[c]format=yuv420p[c];[a][b][c]concat=n=3`,
  'a fade from black and to black': filmed('fade=d=2,fade=out:st=10:d=2'),
  'one frame': filmed('trim=end_frame=1'),
  'two frames': filmed('trim=end_frame=2'),
  'a portrait': filmed('transpose=1'),
  '0.3 seconds': filmed('trim=end=0.3'),
};

const drawn = async (name: string) => {
  const file = path.join(directory, `${name.replaceAll(' ', '-')}.mp4`);
  const coding = ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '20'];
  await runEncoder(['-filter_complex', SCENES[name] ?? '', ...coding, file]);
  return file;
};

test.each(Object.keys(SCENES))(
  '%s: no fewer captures than key frames, no more than allowed, and a preview',
  async (name) => {
    const file = await drawn(name);
    const work = await mkdtemp(path.join(directory, 'work-'));
    const options = { directory: work, limits };
    const source = await fileSource(file);

    const before = await withVideo(source, limits, (video) => takeKeyFrames(video, options));
    const { captures } = await extractCaptures(await fileSource(file), options);
    const { gif, poster } = await renderPreviews(await fileSource(file), options);

    expect(captures.length).toBeGreaterThanOrEqual(Math.min(MAX, before.pictures.length));
    expect(captures.length).toBeLessThanOrEqual(MAX);
    expect(captures.filter(({ file: picture }) => picture !== undefined)).not.toEqual([]);
    expect(captures.map(({ time }) => time)).toEqual(
      captures.map(({ time }) => time).toSorted((one, other) => one - other),
    );
    expect([gif, poster].map((each) => path.basename(each ?? 'missing'))).toEqual([
      'preview.gif',
      'poster.jpg',
    ]);
  },
  SLOW,
);

test.each([
  'never moves',
  'an exposure jump',
  'a lamp that flickers',
  'noise',
  'one frame',
  'two frames',
  'a fade from black and to black',
])(
  '%s: no activity is reported',
  async (name) => {
    const work = await mkdtemp(path.join(directory, 'work-'));
    const { watched } = await extractCaptures(await fileSource(await drawn(name)), {
      directory: work,
      limits,
    });

    expect(watched?.activity ?? []).toEqual([]);
  },
  SLOW,
);

test(
  'the captures are the key frames if there is no time to sample',
  async () => {
    const file = await drawn('night with one headlight');
    const work = await mkdtemp(path.join(directory, 'work-'));

    const watched = await extractCaptures(await fileSource(file), { directory: work, limits });
    const late = await withVideo(await fileSource(file), limits, async (video) => {
      const keys = await takeKeyFrames(video, { directory: work, limits });
      return {
        keys,
        watch: await watchVideo(
          { ...video, deadline: performance.now() },
          { stage: 'captures', directory: work },
        ),
      };
    });

    expect(watched.watched?.activity).toHaveLength(1);
    expect(late.watch).toBe(undefined);
    expect(late.keys.pictures.map(({ time }) => time)).toEqual([0, 2, 4, 6, 8, 10]);
  },
  SLOW,
);
