import { expect, test } from '@jest/globals';
import { dropFiles } from './drop-videos.ts';
import type { VideoFile } from './video-files.ts';

const files = ['a', 'b', 'c'].map((name): VideoFile => ({
  path: `/card/${name}.mp4`,
  key: `videos/${name}.mp4`,
}));

const drop = async (refuse: (file: VideoFile) => boolean) => {
  const dropped: string[] = [];
  const printed: string[] = [];
  const underWay = new Set<string>();
  const bank = {
    isEmpty: async () => true,
    drop: async (file: VideoFile) => {
      if (refuse(file)) throw new Error("ENOENT: no such file or directory, open '/card/b.mp4'");
      dropped.push(file.key);
    },
  };
  const display = {
    set: (id: string) => void underWay.add(id),
    remove: (id: string) => void underWay.delete(id),
    print: (text: string) => void printed.push(text),
    close: () => undefined,
  };
  const all = await dropFiles(files, { bank, display });
  return { all, dropped, printed, underWay: underWay.size };
};

test('a file that disappears before its upload is named, and the others are uploaded', async () => {
  const { all, dropped, printed, underWay } = await drop(({ key }) => key === 'videos/b.mp4');

  expect([all, dropped, underWay]).toEqual([false, ['videos/a.mp4', 'videos/c.mp4'], 0]);
  expect(printed).toEqual([
    expect.stringMatching(/^b\.mp4 could not be uploaded: .*no such file/u),
  ]);
});

test('readable files are all uploaded', async () => {
  expect(await drop(() => false)).toMatchObject({ all: true, printed: [] });
});
