import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { MediaErrorCode } from '../media-errors.ts';
import { drawNumberedClip, H264 } from './numbered-clip.ts';
import { runEncoder } from './run-encoder.ts';

/** A file that senders send by mistake or malice, and its expected error; none if it is usable. */
export type BadInput = { name: string; file: string; code?: MediaErrorCode };

/** Targets of the playlists, each a video: none of them may be read. */
export type Secrets = { url: string; file: string };

/** Writes a corpus of bad inputs to the directory. */
export const badInputs = async (directory: string, secrets: Secrets): Promise<BadInput[]> => {
  await mkdir(directory, { recursive: true });
  const clip = await drawNumberedClip(path.join(directory, 'whole.mp4'), CLIP);
  const entries = await Promise.all(
    [...texts(secrets), ...cuts(await readFile(clip)), ...drawn(directory)].map(
      async ({ name, content, code }) => {
        const file = path.join(directory, name);
        const bytes = await content(file);
        if (bytes !== undefined) await writeFile(file, bytes);
        return { name, file, ...(code && { code }) };
      },
    ),
  );
  return entries;
};

// With the index in front, so that truncation leaves it intact.
const CLIP = { frames: 90, coding: [...H264, '-movflags', '+faststart'] };

type Content = string | Buffer | undefined;
type Entry = {
  name: string;
  code?: MediaErrorCode;
  content: (file: string) => Content | Promise<Content>;
};

const texts = ({ url, file }: Secrets): Entry[] => [
  { name: 'empty.mp4', code: 'EMPTY_FILE', content: () => '' },
  { name: 'text.mp4', code: 'NOT_A_VIDEO', content: () => 'just a few words\n'.repeat(99) },
  {
    name: 'hls playlist.mp4',
    code: 'PLAYLIST',
    content: () =>
      [
        '#EXTM3U',
        '#EXT-X-TARGETDURATION:9',
        '#EXTINF:9,',
        url,
        '#EXTINF:9,',
        file,
        '#EXT-X-ENDLIST',
      ].join('\n'),
  },
  {
    name: 'concat playlist.mp4',
    code: 'PLAYLIST',
    content: () => ['ffconcat version 1.0', `file '${file}'`, `file '${url}'`].join('\n'),
  },
  {
    name: 'hls playlist of this machine.mp4',
    code: 'PLAYLIST',
    content: () => ['#EXTM3U', '#EXTINF:9,', file, '#EXT-X-ENDLIST'].join('\n'),
  },
  { name: 'dash playlist.mp4', code: 'PLAYLIST', content: () => dashPlaylist(file) },
];

const dashPlaylist = (file: string) => `<?xml version="1.0"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011" type="static"
  mediaPresentationDuration="PT9S" minBufferTime="PT1S"><Period><AdaptationSet contentType="video">
  <Representation id="1" bandwidth="9000" mimeType="video/mp4"><BaseURL>${file}</BaseURL></Representation>
</AdaptationSet></Period></MPD>`;

const cuts = (whole: Buffer): Entry[] => [
  { name: 'cut in the middle.mp4', content: () => whole.subarray(0, whole.length * 0.6) },
  {
    name: 'cut before the index.mp4',
    code: 'INCOMPLETE_FILE',
    // An index under another name is as good as none.
    content: () => Buffer.from(whole.toString('latin1').replace('moov', 'gone'), 'latin1'),
  },
  {
    name: 'damaged pictures.mp4',
    code: 'NO_PICTURE',
    content: () =>
      Buffer.concat([whole.subarray(0, whole.indexOf('mdat') + 4), Buffer.alloc(whole.length)]),
  },
];

const drawn = (directory: string): Entry[] => [
  {
    name: 'sound.mp4',
    code: 'NO_VIDEO_STREAM',
    content: (file) => encode(SOUND, '-c:a', 'aac', file),
  },
  {
    name: 'sound.mp3.mp4',
    code: 'NO_VIDEO_STREAM',
    content: (file) => encode(SOUND, '-c:a', 'libmp3lame', '-f', 'mp3', file),
  },
  {
    name: 'image.mp4',
    code: 'STILL_IMAGE',
    content: (file) => encode(PICTURE, '-c:v', 'png', '-f', 'image2pipe', file),
  },
  {
    name: 'photo+1%.mp4',
    code: 'STILL_IMAGE',
    content: (file) => encode(PICTURE, '-f', 'mjpeg', file),
  },
  { name: 'one frame ☃.mp4', content: (file) => draw(file, { frames: 1 }) },
  {
    name: 'ten thousand wide.mp4',
    code: 'PICTURE_TOO_LARGE',
    content: (file) => draw(file, { frames: 2, width: 10_240, height: 64 }),
  },
  {
    name: 'more pixels than 8K.mp4',
    code: 'PICTURE_TOO_LARGE',
    content: (file) => draw(file, { frames: 1, width: 8192, height: 5120 }),
  },
  {
    name: 'no key frame.ts',
    content: (file) => withoutKeyFrame(path.join(directory, 'whole.ts'), file),
  },
];

const SOUND = ['-f', 'lavfi', '-i', 'sine=duration=1'];
const PICTURE = ['-f', 'lavfi', '-i', 'testsrc2=size=64x64', '-frames:v', '1'];

const encode = async (input: string[], ...output: string[]) => {
  await runEncoder([...input, ...output]);
  return undefined;
};

const draw = async (file: string, clip: Parameters<typeof drawNumberedClip>[1]) => {
  await drawNumberedClip(file, clip);
  return undefined;
};

// A recording that begins in the middle of a gradual picture refresh.
const withoutKeyFrame = async (whole: string, file: string) => {
  const refresh = 'intra-refresh=1:keyint=20:repeat-headers=1';
  await drawNumberedClip(whole, {
    frames: 90,
    coding: [...H264.slice(0, -6), '-x264-params', refresh],
  });
  const packets = await readFile(whole);
  const PACKET_BYTES = 188;
  await writeFile(
    file,
    packets.subarray(PACKET_BYTES * Math.floor(packets.length / PACKET_BYTES / 3)),
  );
  return undefined;
};
