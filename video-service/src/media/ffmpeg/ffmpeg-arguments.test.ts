import { expect, test } from '@jest/globals';
import {
  type Decoding,
  feedArguments,
  frameArguments,
  type Input,
  inputArguments,
} from './ffmpeg-arguments.ts';
import { packetArguments, probeArguments } from '../probe/ffprobe-arguments.ts';

const URL = 'http://127.0.0.1:4000/path';
const WHOLE: Input = { from: 'url', url: URL, stream: 1, endSeconds: 30 };
const KEYS: Decoding = { decode: 'keys', rough: false };
const FRAMES = {
  select: ['key'],
  files: [{ extension: 'png', filters: ['hue'], coding: ['-c:v', 'png'] }],
};

const words = (text: string) => text.trim().split(/\s+/u);

const SAFE =
  '-protocol_whitelist http,tcp -format_whitelist mov,matroska,avi,mpegts,mpeg,flv,ogg,asf,h264,hevc -max_pixels 40000000';
const REPEATABLE = '-threads 1 -map_metadata -1 -fflags +bitexact -flags +bitexact';
const QUIET = '-hide_banner -nostdin -v error';
const DECODING = `${QUIET} -filter_threads 1 -copyts -reinit_filter 0 -noautorotate`;
const MILLISECONDS = '-vsync passthrough -enc_time_base 1/1000';

const output = (stream: number) => `
  -filter:v key,hue -map 0:${stream} ${MILLISECONDS} -c:v png ${REPEATABLE}
  -f image2 -frame_pts 1 %d.png
  -filter:v:0 key,scale=w='max(1,round(iw*sar))':h=1:eval=frame:flags=neighbor,format=gray
  -filter:v:1 key,scale=w=1:h=ih:eval=frame:flags=neighbor,format=gray
  -map 0:${stream} -map 0:${stream} ${MILLISECONDS} -c:v rawvideo ${REPEATABLE} -f framecrc pipe:1
`;

test('frames are named by their milliseconds and listed with their sizes, in one pass over a guarded input', () => {
  expect(frameArguments(WHOLE, { decode: 'keys', rough: true }, FRAMES)).toEqual(
    words(`
      ${DECODING} ${SAFE} -t 30 -fflags +discardcorrupt -threads 1 -skip_frame nokey
      -skip_loop_filter all -i ${URL} -y ${output(1)}
    `),
  );
});

test('frames that are wanted together go into one file, uncompressed', () => {
  const allInOne = { file: 'all.grays', bytesEach: 1 };
  const files = [{ allInOne, filters: ['hue'], coding: ['-c:v', 'rawvideo'] }];

  expect(frameArguments(WHOLE, KEYS, { ...FRAMES, files }).join(' ')).toContain(
    `-c:v rawvideo ${REPEATABLE} -f rawvideo all.grays -filter:v:0`,
  );
});

test.each([
  ['references', '-skip_frame noref'],
  ['all', ''],
] as const)('decoding %s passes the option to the decoder', (decode, skip) => {
  const args = frameArguments(WHOLE, { ...KEYS, decode }, FRAMES);

  expect(args.join(' ')).toContain(
    words(`+discardcorrupt -threads 1 ${skip} -skip_loop_filter`).join(' '),
  );
});

test('an excerpt is our own file, and nothing else can be read through it', () => {
  expect(
    frameArguments(
      { from: 'excerpt', file: 'excerpt.mp4', format: 'mov', stream: 0, isInOrder: false },
      KEYS,
      FRAMES,
    ),
  ).toEqual(
    words(`
      ${DECODING} -protocol_whitelist file -f mov -fflags +discardcorrupt -threads 1
      -skip_frame nokey -skip_loop_filter default -i excerpt.mp4 -y ${output(0)}
    `),
  );
});

test('an excerpt whose frames are in order is opened without decoding the first one twice', () => {
  const excerpt = { from: 'excerpt', file: 'excerpt', format: 'mov', stream: 0 } as const;

  expect(inputArguments({ ...excerpt, isInOrder: true }, KEYS).join(' ')).toContain(
    words('-protocol_whitelist file -f mov -nofind_stream_info -fflags').join(' '),
  );
});

test('a feed is read only from the pipe, and everything but key frames is dropped', () => {
  expect(frameArguments({ from: 'feed', endSeconds: 30 }, KEYS, FRAMES)).toEqual(
    words(`
      ${DECODING} -protocol_whitelist pipe -f nut -discard:v nokey -t 30 -fflags +discardcorrupt
      -threads 1 -skip_frame nokey -skip_loop_filter default -i pipe:0 -y ${output(0)}
    `),
  );
});

test('a part of a video is read by seeking in a guarded input', () => {
  const part: Input = { from: 'seek', url: URL, stream: 0, startSeconds: 90, seconds: 1 };

  expect(inputArguments(part, KEYS)).toEqual(
    words(`
      -y ${DECODING} ${SAFE} -ss 90 -t 1 -fflags +discardcorrupt -threads 1 -skip_frame nokey
      -skip_loop_filter default -i ${URL}
    `),
  );
});

test('a feed copies the packets of the window from a guarded input', () => {
  expect(feedArguments(URL, 1, 30)).toEqual(
    words(`${QUIET} ${SAFE} -copyts -i ${URL} -map 0:1 -c copy -t 30 -f nut pipe:1`),
  );
});

test('probing reads the video tracks of a guarded input', () => {
  const entries = probeArguments(URL).at(-4);

  expect(entries).toContain('stream=index,id,codec_name');
  expect(probeArguments(URL)).toEqual([
    ...words(`-hide_banner -v error ${SAFE} -select_streams V -show_entries`),
    entries,
    ...words(`-of json ${URL}`),
  ]);
});

test('packets are listed in the given intervals, or all of them', () => {
  const list =
    '-show_entries packet=stream_index,pts_time,dts_time,duration_time,flags -of compact';

  expect(packetArguments(URL, '%30')).toEqual(
    words(`-hide_banner -v error ${SAFE} -read_intervals %30 ${list} ${URL}`),
  );
  expect(packetArguments(URL)).toEqual(words(`-hide_banner -v error ${SAFE} ${list} ${URL}`));
});
