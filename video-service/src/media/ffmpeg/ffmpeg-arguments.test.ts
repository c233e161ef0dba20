import { expect, test } from '@jest/globals';
import {
  captureArguments,
  type Decoding,
  feedArguments,
  type Input,
  inputArguments,
} from './ffmpeg-arguments.ts';
import { lookArguments } from './preview-arguments.ts';
import { packetTimesArguments, probeArguments } from '../probe/ffprobe-arguments.ts';

const URL = 'http://127.0.0.1:4000/path';
const WHOLE: Input = { from: 'url', url: URL, endSeconds: 30 };
const KEYS: Decoding = { decode: 'keys', rough: false };

const words = (text: string) => text.trim().split(/\s+/u);

const SAFE =
  '-protocol_whitelist http,tcp -format_whitelist mov,matroska,avi,mpegts,mpeg,flv,ogg,asf,h264,hevc -max_pixels 40000000';
const REPEATABLE = '-threads 1 -map_metadata -1 -fflags +bitexact -flags +bitexact';
const QUIET = '-hide_banner -nostdin -v error -filter_threads 1 -copyts';

test('small pictures come from key frames of a guarded input', () => {
  expect(lookArguments(WHOLE, { decode: 'keys', rough: true }, 'null')).toEqual(
    words(`
      -y ${QUIET} ${SAFE} -t 30 -fflags +discardcorrupt -threads 1 -skip_frame nokey
      -skip_loop_filter all -i ${URL} -map 0:V:0 -vsync passthrough -vf null -an ${REPEATABLE}
      -c:v ppm -f image2pipe pipe:1
    `),
  );
});

test('captures and their grays come out of the same pass', () => {
  expect(captureArguments(WHOLE, KEYS, { png: 'null', gray: 'hue' })).toEqual(
    words(`
      ${QUIET} ${SAFE} -t 30 -fflags +discardcorrupt -threads 1 -skip_frame nokey
      -skip_loop_filter default -i ${URL} -y
      -filter:v null -map 0:V:0 -vsync passthrough -c:v png -compression_level 1 -pred up
      ${REPEATABLE} -f image2 -start_number 0 %d.png
      -filter:v hue -map 0:V:0 -vsync passthrough -c:v rawvideo ${REPEATABLE} -f rawvideo pipe:1
    `),
  );
});

test.each([
  ['references', '-skip_frame noref'],
  ['all', ''],
] as const)('decoding %s says so to the decoder', (decode, skip) => {
  const args = inputArguments(WHOLE, { ...KEYS, decode });

  expect(args.join(' ')).toContain(
    words(`+discardcorrupt -threads 1 ${skip} -skip_loop_filter`).join(' '),
  );
});

test('an excerpt is a file of our own, and nothing else can be read through it', () => {
  expect(inputArguments({ from: 'excerpt', file: 'excerpt.mp4' }, KEYS)).toEqual(
    words(`
      -y ${QUIET} -protocol_whitelist file -f mov -fflags +discardcorrupt -threads 1
      -skip_frame nokey -skip_loop_filter default -i excerpt.mp4
    `),
  );
});

test('what a feed gives is read from the pipe alone, and dropped unless it is a key frame', () => {
  expect(inputArguments({ from: 'feed', endSeconds: 30 }, KEYS)).toEqual(
    words(`
      -y ${QUIET} -protocol_whitelist pipe -f nut -discard:v nokey -t 30
      -fflags +discardcorrupt -threads 1 -skip_frame nokey -skip_loop_filter default -i pipe:0
    `),
  );
});

test('a part of a video is sought in a guarded input', () => {
  const part: Input = { from: 'seek', url: URL, startSeconds: 90, seconds: 1 };

  expect(inputArguments(part, { decode: 'all', rough: false })).toEqual(
    words(`
      -y ${QUIET} ${SAFE} -ss 90 -t 1 -fflags +discardcorrupt -threads 1
      -skip_loop_filter default -i ${URL}
    `),
  );
});

test('a feed copies the packets of the window from a guarded input', () => {
  expect(feedArguments(URL, 30)).toEqual(
    words(
      `-hide_banner -nostdin -v error ${SAFE} -copyts -i ${URL} -map 0:V:0 -c copy -t 30 -f nut pipe:1`,
    ),
  );
});

test('probing reads the first video track of a guarded input', () => {
  const entries = probeArguments(URL).at(-4);

  expect(entries).toContain('stream=codec_name,width,height');
  expect(probeArguments(URL)).toEqual([
    ...words(`-hide_banner -v error ${SAFE} -select_streams V:0 -show_entries`),
    entries,
    ...words(`-of json ${URL}`),
  ]);
});

test('a recording without a length is measured in its window only', () => {
  const measure = `-hide_banner -v error ${SAFE} -select_streams V:0`;
  const times = `-show_entries packet=pts_time -of csv=p=0 ${URL}`;

  expect(packetTimesArguments(URL, 30)).toEqual(words(`${measure} -read_intervals %+30 ${times}`));
  expect(packetTimesArguments(URL, Infinity)).toEqual(words(`${measure} ${times}`));
});
