import type { VideoIndex } from './video-index.ts';

/** The display times of the key frames before `endSeconds`, in the file's time. */
export const keyTimes = async ({ packets }: VideoIndex, endSeconds: number): Promise<number[]> => {
  const withoutData = { metadataOnly: true };
  const times: number[] = [];
  let key = await packets.getFirstKeyPacket(withoutData);
  while (key && key.timestamp < endSeconds) {
    times.push(key.timestamp);
    key = await packets.getNextKeyPacket(key, withoutData);
  }
  return times;
};
