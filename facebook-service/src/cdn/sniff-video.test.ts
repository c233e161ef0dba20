import { buffer } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { mp4 } from '../testing/mp4.ts';
import { sniffVideo } from './sniff-video.ts';

async function* inChunks(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const webm = Buffer.concat([
  Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d', 'hex'),
  Buffer.alloc(10_000, 7),
]);

test.each([
  ['mp4', mp4(10_000), 'video/mp4'],
  ['webm', webm, 'video/webm'],
])(
  'an %s is recognised by its first bytes and passed on completely',
  async (extension, bytes, contentType) => {
    const sniffed = await sniffVideo(inChunks(bytes, 1000));

    expect(sniffed).toMatchObject({ extension, contentType });
    expect((await buffer(sniffed.bytes)).equals(bytes)).toBe(true);
  },
);

const stream = (hex: string) => Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(10_000, 7)]);
const packets = (size: number, sync: number) =>
  Buffer.concat(
    Array.from({ length: 40 }, () => {
      const packet = Buffer.alloc(size, 0xff);
      packet[sync] = 0x47;
      return packet;
    }),
  );

test.each([
  ['a transport stream', packets(188, 0), 'ts'],
  ["a camcorder's transport stream", packets(192, 4), 'ts'],
  ['an FLV', stream('464c560105000000090000000012000117'), 'flv'],
  ['raw H.264', stream('00000001674d401f'), 'h264'],
  ['raw H.264 with a delimiter', stream('0000000109f0'), 'h264'],
  ['raw HEVC', stream('0000000140010c01'), 'hevc'],
])('%s is a video, as at the other doors', async (_, bytes, extension) => {
  expect(await sniffVideo(inChunks(bytes, 1000))).toMatchObject({ extension });
});

test.each([
  ['a page', Buffer.from('<!doctype html><title>Log in</title>')],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ['nothing', Buffer.alloc(0)],
  ['a song', Buffer.from('494433040000000000', 'hex')],
  ['a start code with nothing known behind', Buffer.from('00000001ff', 'hex')],
  ['a playlist', Buffer.from('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n')],
])('%s is not a video, and is not read further', async (_, bytes) => {
  const reading = inChunks(Buffer.concat([bytes, Buffer.alloc(10_000)]), 1000);

  await expect(sniffVideo(reading)).rejects.toMatchObject({ details: { code: 'NOT_A_VIDEO' } });
  expect(await reading.next()).toEqual({ done: true, value: undefined });
});
